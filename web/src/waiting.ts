// The housing lists: who waits since when, how long a newcomer will, what was let out of turn, and who was passed over.
import { atYear, categoryAxis, headed, narrow, spots, tooltip, valueAxis, type Place, type Plot } from "./chart";
import { ember, emberPale, figure, gold, ink, muted, percent, rule, safe, steel, steelPale, whole } from "./theme";

interface Waiting {
  years: number[];
  lists: string[];
  ages: number[][][]; // by year, list and full years of waiting
  newcomer: (number | null)[][]; // by list and year
  served: (number | null)[];
  allotted: { name: string; dwellings: number[] }[];
  past: (number | null)[]; // share let out of turn or to people on no list, by year
  passed: { groups: string[]; times: string[]; shares: number[][] } | null; // by group and times
  titles: string[];
}

const LISTS = [gold, steel, steelPale];
const ALLOTTED = [steelPale, emberPale, ember];
const TIMES = ["#dfdacb", emberPale, ember, "#7a1c10"];

export function waiting(data: Waiting, place: Place): Plot {
  const small = narrow(place);
  const at = data.years.indexOf(Number(place.choices.year));
  place.title(data.titles[at]!);
  const { frames, bottom } = spots(place, 4, small ? 1 : 2, small ? 190 : 210, small ? 88 : 64);
  const [joined, wait, dwellings, passed] = frames as [typeof frames[0], typeof frames[0], typeof frames[0], typeof frames[0]];
  const [now, first] = [data.ages[at]!, data.ages[0]!];
  // Years in which nobody on a list joined are not drawn.
  const deepest = Math.max(...data.ages.flatMap((year) => year.map((list) => list.reduce((far, many, age) => (many > 0 ? age : far), 0))));
  const last = now[0]!.length - 1; // whoever has waited longer is counted here
  const oldest = Math.max(4, Math.min(last, deepest + 1));
  const since = Array.from({ length: oldest + 1 }, (_, i) => oldest - i); // full years of waiting, longest first
  const when = since.map((age) => (age === last ? `${data.years[at]! - age} or before` : String(data.years[at]! - age)));
  const before = `all lists at the end of ${data.years[0]}, by as long a wait`;
  const groups = data.passed ? data.passed.groups : [];
  return {
    height: !small ? bottom : passed.top + (data.passed ? 30 * groups.length + 16 : -88),
    option: {
      title: [
        ...headed(joined, `On the lists at the end of ${data.years[at]}, by year of joining`, [...data.lists.map((name, i): [string, string] => [name, LISTS[i]!]), ...(at > 0 ? [[before, ink, "—"] as [string, string, string]] : [])]),
        ...headed(wait, "A newcomer’s wait by list, years", [...data.lists.map((name, i): [string, string, string] => [name, LISTS[i]!, "—"]), ["had waited when housed", ink, "╌"]]),
        ...headed(dwellings, "Dwellings allotted in the year; above, the share out of turn or to no list", data.allotted.map(({ name }, i) => [name, ALLOTTED[i]!])),
        ...(data.passed ? headed(passed, "Of those still on a list, by connections: months in which their turn had come and they were passed over", data.passed.times.map((words, i) => [words, TIMES[i]!])) : []),
      ],
      grid: [joined, wait, dwellings, { ...passed, left: passed.left + (small ? 60 : 74), width: passed.width - (small ? 60 : 74), height: data.passed ? 30 * groups.length + 10 : 0 }],
      xAxis: [
        categoryAxis(when, { axisLabel: { color: muted, interval: (i: number) => Number(when[i]) % 5 === 0, hideOverlap: true } }),
        categoryAxis(data.years, { gridIndex: 1, boundaryGap: false, axisLabel: { color: muted, hideOverlap: true } }),
        categoryAxis(data.years, { gridIndex: 2, axisLabel: { color: muted, hideOverlap: true } }),
        { type: "value", gridIndex: 3, show: false, max: 100 },
      ],
      yAxis: [
        valueAxis(""), valueAxis("", { gridIndex: 1, min: 0 }), valueAxis("", { gridIndex: 2 }),
        categoryAxis(groups, { gridIndex: 3, inverse: true, show: data.passed !== null, axisLine: { show: false }, axisLabel: { color: ink, interval: 0 } }),
      ],
      series: [
        ...data.lists.map((name, i) => ({ type: "bar", stack: "lists", name, color: LISTS[i], barCategoryGap: "12%", data: since.map((age) => now[i]![age]) })),
        { type: "line", step: "middle", name: before, color: ink, lineStyle: { width: 1.2 }, showSymbol: false, silent: true,
          data: at > 0 ? since.map((age) => first.reduce((sum, list) => sum + list[age]!, 0)) : [] },
        ...data.newcomer.map((values, i) => ({ type: "line", xAxisIndex: 1, yAxisIndex: 1, name: data.lists[i], color: LISTS[i], lineStyle: { width: 2 }, symbol: "circle", symbolSize: 5, data: values, ...(i ? {} : { markLine: atYear(data.years, place.choices.year) }) })),
        { type: "line", xAxisIndex: 1, yAxisIndex: 1, name: "had waited when housed", color: ink, lineStyle: { width: 1.6, type: [5, 3] }, symbol: "circle", symbolSize: 4, data: data.served },
        ...data.allotted.map(({ name, dwellings: values }, i) => ({
          type: "bar", stack: "allotted", xAxisIndex: 2, yAxisIndex: 2, name, color: ALLOTTED[i], barCategoryGap: "28%", data: values,
          ...(i === data.allotted.length - 1 ? { label: { show: true, position: "top", color: ember, fontWeight: 600, fontSize: small ? 11 : 12.5, formatter: ({ dataIndex }: any) => percent(data.past[dataIndex]) } } : {}),
        })),
        ...(data.passed ? data.passed.times.map((words, i) => ({
          type: "bar", stack: "passed", xAxisIndex: 3, yAxisIndex: 3, name: words, color: TIMES[i], barWidth: 20, data: data.passed!.shares.map((shares) => 100 * shares[i]!),
          label: { show: true, position: "inside", fontSize: 11.5, color: i > 1 ? "#fff" : ink, formatter: ({ value }: any) => (value >= 9 ? percent(value / 100) : "") },
          itemStyle: { borderColor: rule, borderWidth: 0 },
        })) : []),
      ],
      tooltip: tooltip({
        formatter: ({ seriesName, seriesType, value, dataIndex, seriesIndex, name }: any) => {
          const lists = data.lists.length;
          if (seriesIndex < lists) return `joined ${safe(name)}<br>${safe(seriesName)}: <b>${whole(value)}</b> households`;
          if (seriesType === "line") return `${data.years[dataIndex]}, ${safe(seriesName)}: <b>${figure(value)}</b> years`;
          if (seriesIndex < 2 * lists + 2 + data.allotted.length) return `${data.years[dataIndex]}, ${safe(seriesName)}: <b>${whole(value)}</b> dwellings<br>out of turn or to people on no list <b>${percent(data.past[dataIndex])}</b>`;
          return `${safe(name)}: <b>${percent(value / 100)}</b> ${safe(seriesName)}`;
        },
      }),
    },
  };
}
