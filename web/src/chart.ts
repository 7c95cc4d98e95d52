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
