// The adults' week, what the Works lost of its hours, and who lives in the town at the end: a pyramid of ages.
import { categoryAxis, headed, narrow, spots, tooltip, valueAxis, yearsOf, type Place, type Plot } from "./chart";
import { ember, figure, gold, ink, muted, percent, safe, slag, steel, steelPale } from "./theme";

interface Hours {
  years: number[];
  months: string[];
  uses: string[];
  week: number[][]; // hours a week per adult, by use and year
  losses: string[];
  lost: number[][]; // share of the hours due at the Works, by cause and month
  ages: { low: number; men: number; women: number }[] | null; // thousands
}

const USES: Record<string, string> = { work: steel, travel: steelPale, queue: ember, sick: gold };
const LOSSES = [gold, ember, "#7a1c10", slag];

export function hours(data: Hours, place: Place): Plot {
  const small = narrow(place);
  const shown = data.uses.map((name, i) => [name, data.week[i]!] as const).filter(([name]) => name in USES);
  const count = data.ages ? 3 : 2;
  const { frames, bottom } = spots(place, count, small ? 1 : count, small ? 210 : 270, 66);
  const most = Math.max(1e-9, ...(data.ages ?? []).flatMap(({ men, women }) => [men, women]));
  return {
    height: bottom,
    option: {
      title: [
        ...headed(frames[0]!, "Hours of the week, per adult", shown.map(([name]) => [name, USES[name]!])),
        ...headed(frames[1]!, "Hours due and not worked at the Works, %", data.losses.map((name, i) => [name, LOSSES[i]!])),
        ...(data.ages ? headed(frames[2]!, "Inhabitants at the end, by age, thousands", [["men", steel], ["women", ember]]) : []),
      ],
      grid: frames,
      xAxis: [
        categoryAxis(data.years, { axisLabel: { color: muted, hideOverlap: true, formatter: (year: string) => (small ? year : `’${year.slice(2)}`) } }),
        categoryAxis(data.months, { gridIndex: 1, boundaryGap: false, axisLabel: { ...yearsOf(data.months), ...(small ? {} : { formatter: (month: string) => `’${month.slice(2, 4)}` }) } }),
        ...(data.ages ? [{ type: "value", gridIndex: 2, min: -most, max: most, splitNumber: 4, axisLabel: { color: muted, hideOverlap: true, formatter: (v: number) => (Math.abs(v) > 0.98 * most && most % 1 ? "" : figure(Math.abs(v), 2)) }, splitLine: { show: false }, axisLine: { show: true, lineStyle: { color: ink } }, axisTick: { show: false } }] : []),
      ],
      yAxis: [
        valueAxis(""), valueAxis("", { gridIndex: 1 }),
        ...(data.ages ? [categoryAxis(data.ages.map(({ low }) => low), { gridIndex: 2, axisLine: { show: false }, axisLabel: { color: muted, interval: 1 } })] : []),
      ],
      series: [
        ...shown.map(([name, values]) => ({ type: "bar", stack: "uses", name, color: USES[name], barCategoryGap: "20%", data: values })),
        ...data.losses.map((name, i) => ({
          type: "line", stack: "lost", name, xAxisIndex: 1, yAxisIndex: 1, showSymbol: false, color: LOSSES[i], silent: true, lineStyle: { width: 0 }, areaStyle: { opacity: 1 },
          data: data.lost[i]!.map((share) => 100 * share),
        })),
        ...(data.ages ? (["men", "women"] as const).map((sex) => ({
          type: "bar", stack: "ages", name: sex, xAxisIndex: 2, yAxisIndex: 2, barCategoryGap: "8%", color: sex === "men" ? steel : ember,
          itemStyle: { opacity: 0.85 }, data: data.ages!.map((one) => (sex === "men" ? -one.men : one.women)),
        })) : []),
      ],
      tooltip: tooltip({
        trigger: "axis", axisPointer: { type: "line", lineStyle: { color: muted, type: [2, 3] } },
        formatter: (points: any[]) => {
          const { seriesIndex, dataIndex } = points[0] as { seriesIndex: number; dataIndex: number };
          if (seriesIndex < shown.length) return [`<b>${data.years[dataIndex]}</b>, hours a week`, ...shown.map(([name, values]) => `${safe(name)} <b>${figure(values[dataIndex])}</b>`)].join("<br>");
          if (seriesIndex < shown.length + data.losses.length) return [`<b>${data.months[dataIndex]}</b>`, ...data.losses.map((name, i) => `${safe(name)} <b>${percent(data.lost[i]![dataIndex])}</b>`)].join("<br>");
          const one = data.ages![dataIndex]!;
          return `<b>${one.low}–${one.low + 4}</b><br>men <b>${figure(one.men)}</b>, women <b>${figure(one.women)}</b> thousand`;
        },
      }),
    },
  };
}
