// Finds the places for charts, hands each its data and the reader's choices, and draws it anew when these change.
import { BarChart, CustomChart, HeatmapChart, LineChart, SankeyChart } from "echarts/charts";
import { GridComponent, MarkAreaComponent, MarkLineComponent, TitleComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsCoreOption, type EChartsType } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { figure, ink, muted, rule, sans } from "./theme";

use([BarChart, CustomChart, HeatmapChart, LineChart, SankeyChart]);
use([GridComponent, MarkAreaComponent, MarkLineComponent, TitleComponent, TooltipComponent, SVGRenderer]);

export type Choices = Record<string, string>;

/** What a chart needs to know of its place. */
export interface Place {
  element: HTMLElement;
  width: number;
  choices: Choices;
  /** Puts another sentence above the chart. */
  title(text: string): void;
}

export interface Plot {
  height: number;
  option: EChartsCoreOption;
}

/** Draws into the place itself, or returns a plot for ECharts to draw. */
export type Drawing = (data: any, place: Place) => Plot | void;

const charts = new WeakMap<HTMLElement, EChartsType>();

function draw(drawing: Drawing, data: unknown, element: HTMLElement): void {
  const plate = element.closest(".plate")!;
  const choices: Choices = {};
  for (const input of plate.querySelectorAll<HTMLInputElement>("[data-choice]")) {
    choices[input.dataset.choice!] = input.value;
    const shown = plate.querySelector<HTMLOutputElement>(`output[for="${input.id}"]`);
    if (shown) shown.value = input.value;
  }
  const heading = plate.querySelector("h2")!;
  const width = element.clientWidth;
  const plot = drawing(data, { element, width, choices, title: (text) => (heading.textContent = text) });
  if (!plot) return;
  element.style.height = `${plot.height}px`;
  const chart = charts.get(element) ?? init(element, null, { renderer: "svg" });
  charts.set(element, chart);
  chart.off("finished");
  chart.resize({ width, height: plot.height });
  // With a view box the picture can be fitted to paper, whose width no script learns.
  chart.on("finished", () => element.querySelector("svg")?.setAttribute("viewBox", `0 0 ${element.clientWidth} ${plot.height}`));
  chart.setOption({ animation: false, textStyle: { fontFamily: sans, color: muted, fontSize: 13 }, ...plot.option }, true);
}

export function drawAll(drawings: Record<string, Drawing>, data: Record<string, unknown>): void {
  const redraw = new Map<Element, () => void>();
  const widths = new WeakMap<Element, number>();
  for (const element of document.querySelectorAll<HTMLElement>("[data-chart]")) {
    const [name, key] = element.dataset.chart!.split(":") as [string, string?];
    const drawing = drawings[name]!;
    const content = key === undefined ? data[name] : (data[name] as Record<string, unknown>)[key];
    const again = () => draw(drawing, content, element);
    redraw.set(element, again);
    for (const input of element.closest(".plate")!.querySelectorAll("[data-choice]")) input.addEventListener("input", again);
  }
  // Observed once at the start, so this is also what draws each chart the first time.
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const width = (target as HTMLElement).clientWidth;
      if (width === 0 || widths.get(target) === width) continue; // not laid out yet, or as before
      widths.set(target, width);
      redraw.get(target)!();
    }
  });
  // Charts measure their texts, so the fonts come first.
  const fonts = ["16px 'Source Sans 3 Variable'", "600 16px 'Source Sans 3 Variable'", "600 16px 'Source Serif 4 Variable'"];
  Promise.all(fonts.map((font) => document.fonts.load(font))).then(() => redraw.forEach((_, element) => watcher.observe(element)));
}

export const narrow = (place: Place): boolean => place.width < 560;

/** Axes in the page's hand: no box, hairlines, labels in grey. */
export const valueAxis = (name: string, more: object = {}): object => ({
  type: "value",
  name,
  nameLocation: "end",
  nameGap: 12,
  nameTextStyle: { color: muted, align: "left", padding: [0, 0, 0, -30] },
  axisLine: { show: false },
  axisTick: { show: false },
  axisLabel: { color: muted, formatter: (value: number) => figure(value, 4).replace(/\.(\d*?)0+$/, ".$1").replace(/\.$/, "") },
  splitLine: { lineStyle: { color: rule } },
  splitNumber: 4,
  ...more,
});

export const categoryAxis = (data: (string | number)[], more: object = {}): object => ({
  type: "category",
  data,
  axisLine: { lineStyle: { color: ink } },
  axisTick: { show: false },
  axisLabel: { color: muted },
  ...more,
});

export const tooltip = (more: object): object => ({
  backgroundColor: "#fff",
  borderColor: ink,
  borderWidth: 1,
  padding: [6, 9],
  confine: true,
  transitionDuration: 0,
  textStyle: { color: ink, fontFamily: sans, fontSize: 13 },
  extraCssText: "border-radius:0;box-shadow:0 2px 10px #0002;max-width:20rem;white-space:normal",
  ...more,
});

/** Labels at Januaries only: the years. */
export const yearsOf = (months: string[]): object => ({
  color: muted,
  interval: (_: number, month: string) => month.endsWith("-01"),
  formatter: (month: string) => month.slice(0, 4),
  align: "left",
  hideOverlap: true,
  showMinLabel: months[0]?.endsWith("-01") ?? false,
});

/** A heading over a part of a chart. */
export const heading = (text: string, spot: { left: number; top: number; width: number }, lift = 0): object => ({
  text, left: spot.left, top: spot.top - lift, padding: 0,
  textStyle: { color: ink, fontSize: 14, fontWeight: 600, lineHeight: 18, width: spot.width, overflow: "break" },
});

export interface Spot { left: number; top: number; width: number; height: number }

/** What an axis needs at its left and what its labels need below. */
const AXIS_ROOM = 40, FOOT = 30;

/** Places for `count` charts in rows of `columns`: each with `above` free over its frame for a heading and a key. */
export function spots(place: Place, count: number, columns: number, tall: number, above: number, from = 0, left = AXIS_ROOM): { frames: Spot[]; bottom: number } {
  const gap = 56;
  const width = (place.width - left - 12 - (columns - 1) * gap) / columns;
  const frames = Array.from({ length: count }, (_, i) => ({
    left: left + (i % columns) * (width + gap), top: from + above + Math.floor(i / columns) * (above + tall + FOOT + (columns > 1 ? 14 : 6)), width, height: tall,
  }));
  return { frames, bottom: from + Math.ceil(count / columns) * (above + tall + FOOT + (columns > 1 ? 14 : 6)) };
}

const ruler = document.createElement("canvas").getContext("2d")!;

/** Width of a text in the page's sans, in pixels. */
export function textWidth(text: string, size: number): number {
  ruler.font = `${size}px ${sans}`;
  return ruler.measureText(text).width;
}

/** Marked words in as many lines as they need, beginning at a place; the height they take comes back. */
export function key(entries: [string, string, string?][], spot: { left: number; top: number; width: number }, size = 12.5): { titles: object[]; height: number } {
  const line = 19;
  let [x, y] = [0, 0];
  const titles = entries.map(([text, color, mark = "■"]) => {
    const wide = textWidth(`${mark} ${text}`, size) + 18;
    if (x > 0 && x + wide - 18 > spot.width) [x, y] = [0, y + line];
    const title = {
      text: `{b|${mark}} ${text}`, left: spot.left + x, top: spot.top + y, padding: 0,
      textStyle: { color: muted, fontSize: size, fontWeight: 400, rich: { b: { color, fontWeight: 700, fontSize: size + 1 } } },
    };
    x += wide;
    return title;
  });
  return { titles, height: y + line };
}

/** The year a reader chose, as a hairline through a chart of years. */
export const atYear = (years: number[], year: string | undefined): object | undefined =>
  years.length > 1 && year !== undefined
    ? { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: muted, width: 1, type: [2, 3] }, data: [{ xAxis: years.indexOf(Number(year)) }] }
    : undefined;

/** A heading and a key right over a frame, as far left as the frame's axis labels. */
export function headed(spot: Spot, words: string, entries: [string, string, string?][] = []): object[] {
  const over = { left: spot.left - 32, top: 0, width: spot.width + 32 };
  const below = key(entries, over);
  const keyHeight = entries.length ? below.height + 8 : 0;
  const lines = Math.ceil((1.05 * textWidth(words, 14)) / over.width);
  const top = spot.top - 16 - keyHeight - 18 * lines;
  return [heading(words, { ...over, top }), ...key(entries, { ...over, top: spot.top - 12 - keyHeight }).titles];
}

/** An axis of shares: 0 to 100 in quarters. */
export const shareAxis = (more: object = {}): object => valueAxis("", { min: 0, max: 100, interval: 25, ...more });
