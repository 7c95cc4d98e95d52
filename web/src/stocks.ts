// Need, order and receipt of a good above; its fit and unfit stock in dekads of use below.
import { categoryAxis, tooltip, valueAxis, yearsOf, type Place, type Plot } from "./chart";
import { ember, figure, gold, ink, muted, safe, slag, steel, steelPale } from "./theme";

interface Good {
  name: string; unit: string; title: string;
  need: number[]; order: number[]; received: number[]; fit: number[]; unfit: number[];
}
interface Stocks { months: string[]; goods: Record<string, Good> }

export function stocks(data: Stocks, place: Place): Plot {
  const good = data.goods[place.choices.good!]!;
  place.title(good.title);
  const right = 14;
  const top = { left: 46, right, top: 56, height: 230 };
  const below = { left: 46, right, top: top.top + 230 + 76, height: 150 };
  const line = (name: string, values: number[], color: string, width: number, dash: string | number[] = "solid") => ({
    name, type: "line", data: values, showSymbol: false, color, lineStyle: { width, type: dash },
  });
  const area = (name: string, values: number[], color: string) => ({
    name, type: "line", stack: "stock", xAxisIndex: 1, yAxisIndex: 1, data: values, showSymbol: false, color,
    lineStyle: { width: 0 }, areaStyle: { color, opacity: 1 },
  });
  const key = (words: [string, string][], y: number, offsets: number[]) => words.map(([text, fill], i) => ({
    text: `{b|■} ${text}`, left: 12 + offsets[i]!, top: y, padding: 0,
    textStyle: { color: muted, fontSize: 12, fontWeight: 400, rich: { b: { color: fill } } },
  }));
  return {
    height: below.top + 150 + 34,
    option: {
      title: [
        ...key([["order", ember], ["truly wanted", ink], ["receipt", steel]], 4, [0, 76, 190]),
        ...key([["in the wrong specification", gold], ["fit for use", steelPale]], below.top - 52, [0, 190]),
      ],
      grid: [top, below],
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      xAxis: [
        categoryAxis(data.months, { axisLabel: { ...yearsOf(data.months), show: false }, axisLine: { lineStyle: { color: slag } } }),
        categoryAxis(data.months, { gridIndex: 1, axisLabel: yearsOf(data.months), boundaryGap: false }),
      ].map((axis: any) => ({ ...axis, boundaryGap: false })),
      yAxis: [valueAxis(good.unit), valueAxis("stock, dekads of use", { gridIndex: 1, splitNumber: 3 })],
      series: [
        line("order", good.order, ember, 1.8, [5, 3]),
        line("truly wanted", good.need, ink, 1.8),
        line("receipt", good.received, steel, 1.8),
        area("fit", good.fit, steelPale),
        area("unfit", good.unfit, gold),
      ],
      tooltip: tooltip({
        trigger: "axis",
        formatter: (points: any[]) => {
          const at = points[0].dataIndex as number;
          const row = (name: string, value: number, unit: string) => `${name} <b>${figure(value)}</b> ${safe(unit)}`;
          return [
            `${safe(good.name)}, ${data.months[at]}`,
            row("truly wanted", good.need[at]!, good.unit), row("order", good.order[at]!, good.unit),
            row("receipt", good.received[at]!, good.unit),
            row("fit stock", good.fit[at]!, "dekads"), row("unfit stock", good.unfit[at]!, "dekads"),
          ].join("<br>");
        },
      }),
    },
  };
}
