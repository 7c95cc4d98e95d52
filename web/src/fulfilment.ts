// Enterprises by fulfilment of their plans: three histograms, and the five-year plan beside its result.
import { categoryAxis, narrow, tooltip, valueAxis, type Place, type Plot } from "./chart";
import { ember, ink, percent, steel, steelPale } from "./theme";

interface Fulfilment {
  edges: number[];
  histograms: { name: string; words: string; shares: Record<string, (number | null)[]> }[];
  years: number[];
  line: { plan?: number[]; result?: number[] };
}

export function fulfilment(data: Fulfilment, place: Place): Plot {
  const small = narrow(place);
  const { edges } = data;
  const bins = [`<${edges[0]}`, ...edges.slice(0, -1).map((low, i) => `${low}–${edges[i + 1]}`), `≥${edges.at(-1)}`];
  const labels = bins.map((bin, i) => (i === 0 ? "<90" : i === bins.length - 1 ? "≥110" : bin.split("–")[0]!));
  const dark = bins.indexOf("100–102");
  const hasLine = Boolean(data.line.plan);
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
    categoryAxis(labels, { gridIndex: i, axisLabel: { color: "#5a656e", interval: (at: number) => at % 2 === 0, fontSize: 11.5 } }));
  const yAxis: object[] = data.histograms.map((_, i) =>
    valueAxis("% of enterprises", { gridIndex: i, max: Math.ceil((100 * highest + 4) / 10) * 10, axisLabel: { color: "#5a656e", fontSize: 11.5 }, nameTextStyle: { color: "#8a949b", align: "left", padding: [0, 0, 0, -28], fontSize: 11.5 } }));
  const titles: object[] = data.histograms.map((histogram, i) => ({
    text: histogram.words, left: left + (small ? 0 : i * (wide + gap)) - 32, top: (small ? i * (tall + 84) : 0) + 4, padding: 0,
    textStyle: { color: ink, fontSize: 14, fontWeight: 600 },
  }));
  if (hasLine) {
    const { plan, result } = data.line as { plan: number[]; result: number[] };
    const index = (values: number[]) => values.map((value) => (100 * value) / plan[0]!);
    const at = grids.length;
    grids.push({ left, right: small ? 20 : 150, top: height + (small ? 78 : 56), height: 170 });
    titles.push({ text: "Crude steel of the Union: five-year plans as first adopted, and what was poured", left: left - 32, top: height + 10, padding: 0, textStyle: { color: ink, fontSize: 14, fontWeight: 600, lineHeight: 18, width: place.width - 20, overflow: "break" } });
    height += (small ? 78 : 56) + 170 + 34;
    xAxis.push(categoryAxis(data.years, { gridIndex: at, boundaryGap: false }));
    yAxis.push(valueAxis(`plan of ${data.years[0]} = 100`, { gridIndex: at, scale: true }));
    for (const [name, values, color] of [["first plan", plan, ink], ["result", result, ember]] as const)
      series.push({
        type: "line", name, xAxisIndex: at, yAxisIndex: at, data: index(values), color, symbolSize: 5, symbol: "circle",
        lineStyle: { width: 1.8, type: name === "first plan" ? [5, 3] : "solid" },
        endLabel: { show: true, formatter: name, color, fontWeight: 600, fontSize: 13, distance: small ? -60 : 8, offset: small ? [0, -14] : [0, 0] },
      });
  }
  return {
    height,
    option: {
      title: titles, grid: grids, xAxis, yAxis, series,
      tooltip: tooltip({
        formatter: ({ seriesType, seriesName, dataIndex, value }: any) =>
          seriesType === "bar"
            ? `${seriesName}<br>${bins[dataIndex]} %: <b>${percent(value / 100)}</b> of enterprises`
            : `${data.years[dataIndex]}, ${seriesName}: <b>${value.toFixed(1)}</b>`,
      }),
    },
  };
}
