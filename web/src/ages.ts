// Equipment by age in a year against the first, and the share of the old over the years with the claim's band.
import { categoryAxis, narrow, tooltip, valueAxis, type Place, type Plot } from "./chart";
import { ember, faint, ink, muted, percent, steel, steelPale } from "./theme";

interface Ages { years: number[]; share: number[][]; old: number[]; limit: number; claim: [number | null, number | null] | null }

export function ages(data: Ages, place: Place): Plot {
  const small = narrow(place);
  const row = data.years.indexOf(Number(place.choices.year));
  const [now, first] = [data.share[row]!, data.share[0]!];
  const age = now.map((_, i) => i);
  const open = age.length - 1; // the last class has no upper end
  const main = small ? { left: 40, right: 12, top: 34, height: 230 } : { left: 40, width: place.width * 0.6 - 40, top: 34, height: 280 };
  const side = small ? { left: 40, right: 12, top: 368, height: 150 } : { left: place.width * 0.6 + 66, right: 16, top: 34, height: 280 };
  const [low, high] = data.claim ?? [null, null];
  return {
    height: small ? 552 : 350,
    option: {
      grid: [main, side],
      xAxis: [
        categoryAxis(age, { name: "age, years", nameLocation: "middle", nameGap: 26, axisLabel: { interval: (i: number) => i % 10 === 0 || i === open, formatter: (years: string) => (Number(years) === open ? `${years}+` : years), color: muted } }),
        categoryAxis(data.years, { gridIndex: 1, boundaryGap: false, axisLabel: { color: muted, hideOverlap: true } }),
      ],
      yAxis: [
        valueAxis("% of equipment"),
        valueAxis(`% over ${data.limit} years`, { gridIndex: 1, min: 0, max: (v: { max: number }) => Math.max(100 * (low ?? 0) + 10, Math.ceil(v.max / 10) * 10) }),
      ],
      series: [
        {
          type: "bar", name: String(data.years[row]), barCategoryGap: "14%",
          data: now.map((share, i) => ({ value: 100 * share, itemStyle: { color: i > data.limit ? ember : steelPale } })),
        },
        { type: "line", name: String(data.years[0]), step: "middle", data: first.map((share) => 100 * share), showSymbol: false, color: ink, lineStyle: { width: 1.2 } },
        {
          type: "line", xAxisIndex: 1, yAxisIndex: 1, name: "old", data: data.old.map((share) => 100 * share), color: ember, lineStyle: { width: 2 },
          symbol: "circle", symbolSize: (_: number, { dataIndex }: any) => (dataIndex === row ? 11 : 5),
          markArea: data.claim && {
            silent: true, itemStyle: { color: steel, opacity: 0.1 },
            label: { color: faint, position: "insideTopLeft", formatter: "band of the claim", fontSize: 12 },
            data: [[{ yAxis: 100 * (low ?? 0) }, { yAxis: 100 * Math.min(high ?? 1, 1) }]],
          },
        },
      ],
      tooltip: tooltip({
        formatter: ({ seriesIndex, seriesName, dataIndex, value }: any) =>
          seriesIndex === 2
            ? `${data.years[dataIndex]}: <b>${percent(value / 100)}</b> over ${data.limit} years old`
            : `${dataIndex === open ? `${dataIndex} years and more` : `${dataIndex} years old`}, ${seriesName}: <b>${percent(value / 100)}</b>`,
      }),
    },
  };
}
