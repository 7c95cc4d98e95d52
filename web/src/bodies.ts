// Illness of the airways by bank and age, what stays of it, deaths, and doctors against their norm.
import { atYear, categoryAxis, headed, narrow, spots, tooltip, valueAxis, yearsOf, type Place, type Plot, type Spot } from "./chart";
import { ember, emberPale, figure, ink, muted, percent, safe, sans, slag, steel, steelPale, whole } from "./theme";

interface Bodies {
  years: number[];
  months: string[];
  ill: { name: string; values: (number | null)[] }[]; // shares: children and adults of the left bank, then of the right
  chronic: { name: string; values: (number | null)[] }[]; // per cent, left and right, by year
  vital: { name: string; values: number[] }[]; // births and deaths a thousand, by year
  marked: { name: string; values: number[] }[]; // per cent, by year
  specialties: string[];
  doctors: number[][]; // by year and specialty
  norm: number[];
  left: number[]; // doctors who left, by year
  titles: string[];
}

const ILL: [string, number | number[]][] = [[ember, 2.2], [ember, 1], [steel, 2.2], [steel, 1]];

export function bodies(data: Bodies, place: Place): Plot {
  const small = narrow(place);
  const at = data.years.indexOf(Number(place.choices.year));
  place.title(data.titles[at]!);
  const tall = small ? 180 : 200;
  const { frames, bottom } = spots(place, 6, small ? 1 : 3, tall, small ? 80 : 84);
  const [ill, lasting, vital, staff, exits, born] = frames as [Spot, Spot, Spot, Spot, Spot, Spot];
  const doctorsTall = 36 * data.specialties.length;
  const lift = small ? tall - doctorsTall + 24 : 0; // under the doctors a narrow page closes up
  exits.top -= lift;
  born.top -= lift;
  const indent = 86;
  const years = { color: muted, hideOverlap: true, formatter: (year: string) => `’${year.slice(2)}` };
  const chosen = data.doctors[at]!;
  return {
    height: bottom - lift,
    option: {
      title: [
        ...headed(ill, "Ill of the airways, %", data.ill.map(({ name }, i) => [small ? name : name.replace(" bank", ""), ILL[i]![0], i % 2 ? "–" : "━"])),
        ...headed(lasting, "With lasting damage to the airways, %", data.chronic.map(({ name }, i) => [name, [ember, steel][i]!, "━"])),
        ...headed(vital, "Births and deaths, a thousand and year", data.vital.map(({ name }, i) => [name, [steelPale, ink][i]!, "━"])),
        ...headed(staff, `Doctors at work in ${data.years[at]}, and their posts by the norm`, [["at work", steelPale], ["under six tenths of the norm", ember], ["norm", ink, "❘"]]),
        ...headed(exits, "Doctors who left the city in the year"),
        ...headed(born, "Marked for life, %", data.marked.map(({ name }, i) => [name, [ember, slag][i]!, "━"])),
      ],
      grid: [ill, lasting, vital, { ...staff, left: staff.left + indent - 32, width: staff.width - indent + 8, top: staff.top - 4, height: doctorsTall }, exits, born],
      xAxis: [
        categoryAxis(data.months, { boundaryGap: false, axisLabel: { ...yearsOf(data.months), formatter: (month: string) => `’${month.slice(2, 4)}` } }),
        ...[1, 2].map((gridIndex) => categoryAxis(data.years, { gridIndex, boundaryGap: false, axisLabel: years })),
        { type: "value", gridIndex: 3, show: false, max: 1.34 * Math.max(...data.norm, ...data.doctors.flat()) /* room for the words */ },
        categoryAxis(data.years, { gridIndex: 4, axisLabel: years }),
        categoryAxis(data.years, { gridIndex: 5, boundaryGap: false, axisLabel: years }),
      ],
      yAxis: [
        ...[0, 1, 2].map((gridIndex) => valueAxis("", { gridIndex, min: 0 })),
        categoryAxis(data.specialties, { gridIndex: 3, inverse: true, axisLine: { show: false }, axisLabel: { color: ink, interval: 0, fontSize: small ? 12 : 13 } }),
        valueAxis("", { gridIndex: 4, minInterval: 1 }), valueAxis("", { gridIndex: 5, min: 0 }),
      ],
      series: [
        ...data.ill.map(({ name, values }, i) => ({ type: "line", name, showSymbol: false, color: ILL[i]![0], lineStyle: { width: ILL[i]![1] }, data: values.map((v) => (v === null ? null : 100 * v)) })),
        ...[data.chronic, data.vital, data.marked].flatMap((lines, k) => lines.map(({ name, values }, i) => ({
          type: "line", name, xAxisIndex: [1, 2, 5][k], yAxisIndex: [1, 2, 5][k], symbol: "circle", symbolSize: 5, lineStyle: { width: 2 }, data: values,
          color: [[ember, steel], [steelPale, ink], [ember, slag]][k]![i], ...(i ? {} : { markLine: atYear(data.years, place.choices.year) }),
        }))),
        {
          type: "custom", name: "doctors", xAxisIndex: 3, yAxisIndex: 3, encode: { x: [0, 1], y: 2 },
          data: chosen.map((many, i) => [many, data.norm[i]!, i]),
          renderItem: (_: unknown, api: any) => {
            const [many, norm, row] = [0, 1, 2].map((i) => api.value(i)) as [number, number, number];
            const [x0, y] = api.coord([0, row]);
            const [x1] = api.coord([many, row]);
            const [x2] = api.coord([norm, row]);
            const told = `${whole(many)} of ${whole(norm)}`;
            return { type: "group", children: [
              { type: "rect", shape: { x: x0, y: y - 8, width: x2 - x0, height: 16 }, style: { fill: "#e9e5da" } },
              { type: "rect", shape: { x: x0, y: y - 8, width: x1 - x0, height: 16 }, style: { fill: many < 0.6 * norm ? ember : steelPale } },
              { type: "rect", shape: { x: x2 - 1, y: y - 12, width: 2, height: 24 }, style: { fill: ink } },
              { type: "text", style: { x: Math.max(x1, x2) + 8, y, verticalAlign: "middle", text: told, fill: muted, fontSize: 12.5, fontFamily: sans } },
            ] };
          },
        },
        { type: "bar", name: "left", xAxisIndex: 4, yAxisIndex: 4, barCategoryGap: "32%", data: data.left.map((value, i) => ({ value, itemStyle: { color: i === at ? ember : emberPale } })),
          label: { show: true, position: "top", color: muted, fontSize: 12, formatter: ({ value }: any) => whole(value) } },
      ],
      tooltip: tooltip({
        formatter: ({ seriesName, seriesType, value, dataIndex, seriesIndex }: any) => {
          if (seriesIndex < data.ill.length) return `${data.months[dataIndex]}, ${safe(seriesName)}: <b>${percent(value / 100)}</b>`;
          if (seriesType === "custom") return `${safe(data.specialties[dataIndex]!)}: <b>${whole(value[0])}</b> at work, <b>${whole(value[1])}</b> by the norm (${percent(value[0] / value[1])})`;
          if (seriesType === "bar") return `${data.years[dataIndex]}: <b>${whole(value)}</b> doctors left`;
          return `${data.years[dataIndex]}, ${safe(seriesName)}: <b>${figure(value)}</b>`;
        },
      }),
    },
  };
}
