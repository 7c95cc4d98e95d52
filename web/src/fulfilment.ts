// Enterprises by fulfilment of their plans: three histograms, and the five-year plan beside its result.
import { categoryAxis, narrow, tooltip, valueAxis, type Place, type Plot } from "./chart";
import { ember, figure, ink, muted, percent, steel, steelPale } from "./theme";

interface Fulfilment {
  edges: number[];
  histograms: { name: string; words: string; shares: Record<string, (number | null)[]> }[];
  years: number[];
  lines: Record<string, number[]>;
}

const FIVE_YEARS = "five-year plan";

/** Number of the five-year plan that a year belongs to: the twelfth ran from 1986 to 1990. */
const planOf = (year: number): number => Math.floor((year - 1926) / 5);

const lineStyles: Record<string, { color: string; width: number; type: string | number[]; mark: string }> = {
  [FIVE_YEARS]: { color: ink, width: 1.6, type: [6, 4], mark: "╌" },
  "as confirmed": { color: steelPale, width: 1.8, type: "solid", mark: "—" },
  "as last corrected": { color: steel, width: 1.8, type: "solid", mark: "—" },
  made: { color: ember, width: 2.4, type: "solid", mark: "—" },
};

export function fulfilment(data: Fulfilment, place: Place): Plot {
  const small = narrow(place);
  const { edges } = data;
  const bins = [`<${edges[0]}`, ...edges.slice(0, -1).map((low, i) => `${low}–${edges[i + 1]}`), `≥${edges.at(-1)}`];
  const labels = bins.map((bin, i) => (i === 0 ? "<90" : i === bins.length - 1 ? "≥110" : bin.split("–")[0]!));
  const dark = bins.indexOf("100–102");
  const [columns, gap, left] = [small ? 1 : 3, 46, 40];
  const wide = (place.width - left - 10 - gap * (columns - 1)) / columns;
  const tall = small ? 130 : 200;
  const grids: object[] = data.histograms.map((_, i) => ({
    left: left + (small ? 0 : i * (wide + gap)), width: wide, height: tall, top: 44 + (small ? i * (tall + 84) : 0),
  }));
  let height = 44 + (small ? 3 * (tall + 84) - 50 : tall) + 34;
  const highest = Math.max(...data.histograms.flatMap((h) => Object.values(h.shares).flat().map((s) => s ?? 0)));
  const series: object[] = data.histograms.map((histogram, i) => ({
    type: "bar", xAxisIndex: i, yAxisIndex: i, barCategoryGap: "12%", name: histogram.words,
    data: histogram.shares[place.choices.year!]!.map((share, bin) => ({
      value: share === null ? null : 100 * share,
      itemStyle: { color: bin === dark ? ember : bin < dark ? steelPale : steel },
      label: { show: bin === dark, position: "top", formatter: percent(share), color: ember, fontWeight: 600, fontSize: 13 },
    })),
  }));
  const xAxis: object[] = data.histograms.map((_, i) =>
    categoryAxis(labels, { gridIndex: i, axisLabel: { color: muted, interval: (at: number) => at % 2 === 0, fontSize: 11.5 } }));
  const yAxis: object[] = data.histograms.map((_, i) =>
    valueAxis("% of enterprises", { gridIndex: i, max: Math.ceil((100 * highest + 5) / 20) * 20, axisLabel: { color: muted, fontSize: 11.5 }, nameTextStyle: { color: muted, align: "left", padding: [0, 0, 0, -28], fontSize: 11.5 } }));
  const titles: object[] = data.histograms.map((histogram, i) => ({
    text: histogram.words, left: left + (small ? 0 : i * (wide + gap)) - 32, top: (small ? i * (tall + 84) : 0) + 4, padding: 0,
    textStyle: { color: ink, fontSize: 14, fontWeight: 600 },
  }));
  const at = grids.length;
  grids.push({ left, right: 16, top: height + 96, height: 200 });
  titles.push({
    text: "Rolled steel of the Union: planned and made", left: left - 32, top: height + 16, padding: 0,
    textStyle: { color: ink, fontSize: 14, fontWeight: 600 },
  });
  Object.keys(data.lines).forEach((name, i) => titles.push({
    text: `{b|${lineStyles[name]!.mark}} ${name}`, left: left - 32 + (small ? (i % 2) * 150 : i * 150), top: height + 40 + (small ? Math.floor(i / 2) * 18 : 0), padding: 0,
    textStyle: { color: muted, fontSize: 13, fontWeight: 400, rich: { b: { color: lineStyles[name]!.color, fontWeight: 700 } } },
  }));
  height += 96 + 200 + 34;
  xAxis.push(categoryAxis(data.years, { gridIndex: at }));
  yAxis.push(valueAxis("Mt", { gridIndex: at, scale: true }));
  for (const [name, values] of Object.entries(data.lines)) {
    const { color, width, type } = lineStyles[name]!;
    // Each five-year plan is a line of its own: the last year of one and the first of the next are not joined.
    const parts = name === FIVE_YEARS ? [...new Set(data.years.map(planOf))].map((plan) => values.map((value, k) => (planOf(data.years[k]!) === plan ? value : null))) : [values];
    for (const part of parts)
      series.push({ type: "line", name, xAxisIndex: at, yAxisIndex: at, data: part, color, symbolSize: name === "made" ? 7 : 5, symbol: "circle", lineStyle: { width, type } });
  }
  return {
    height,
    option: {
      title: titles, grid: grids, xAxis, yAxis, series,
      tooltip: tooltip({
        formatter: ({ seriesType, seriesName, dataIndex, value }: any) =>
          seriesType === "bar"
            ? `${seriesName}<br>${bins[dataIndex]} %: <b>${percent(value / 100)}</b> of enterprises`
            : `${data.years[dataIndex]}, ${seriesName}: <b>${figure(value)}</b> Mt`,
      }),
    },
  };
}
