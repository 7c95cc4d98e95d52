// Two runs with the same luck: both above, their difference below.
import { categoryAxis, tooltip, valueAxis, yearsOf, type Place, type Plot } from "./chart";
import { ember, figure, ink, safe, steel } from "./theme";

interface Pair { months: string[]; unit: string; a: number[]; b: number[]; names: [string, string] }

export function pair(data: Pair, place: Place): Plot {
  const difference = data.b.map((value, i) => value - data.a[i]!);
  const grid = { left: 56, right: 14, outerBoundsMode: "none" }; // both frames begin at the same place
  const line = (name: string, values: number[], color: string, width: number) => ({ name, type: "line", data: values, showSymbol: false, color, lineStyle: { width } });
  return {
    height: place.width < 400 ? 300 : 320,
    option: {
      grid: [{ ...grid, top: 30, height: 130 }, { ...grid, top: 206, height: 80 }],
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      xAxis: [
        categoryAxis(data.months, { boundaryGap: false, axisLabel: { show: false } }),
        categoryAxis(data.months, { gridIndex: 1, boundaryGap: false, axisLabel: yearsOf(data.months), axisLine: { onZero: true, lineStyle: { color: ink } } }),
      ],
      yAxis: [valueAxis(data.unit, { scale: true, splitNumber: 3, nameTextStyle: { align: "left", padding: [0, 0, 0, -50] } }),
        valueAxis("B less A", { gridIndex: 1, splitNumber: 2, nameTextStyle: { align: "left", padding: [0, 0, 0, -50] } })],
      series: [
        line(data.names[0], data.a, steel, 1.8), line(data.names[1], data.b, ember, 1.4),
        { ...line("difference", difference, ember, 1), xAxisIndex: 1, yAxisIndex: 1, areaStyle: { color: ember, opacity: 0.28, origin: 0 } },
      ],
      tooltip: tooltip({
        trigger: "axis",
        formatter: (points: any[]) => {
          const at = points[0].dataIndex as number;
          return [data.months[at], `A, ${safe(data.names[0])} <b>${figure(data.a[at])}</b>`, `B, ${safe(data.names[1])} <b>${figure(data.b[at])}</b>`,
            `difference <b>${figure(difference[at])}</b> ${safe(data.unit)}`].join("<br>");
        },
      }),
    },
  };
}
