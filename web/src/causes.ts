// What bound production: groups of shops by month, coloured by the constraint behind most of what is missing.
import { categoryAxis, narrow, tooltip, valueAxis, yearsOf, type Place, type Plot } from "./chart";
import { faint, ink, muted, percent, rule, safe } from "./theme";

interface View { title: string; short: [string, number][]; groups: string[]; lost: number[][][]; total: number[][] }
interface Causes {
  months: string[];
  causes: { code: number; words: string }[];
  views: Record<string, View>;
}

/** One colour per constraint, by code, chosen so that the nearest two stay apart for every kind of colour blindness. */
const COLOURS: Record<number, string> = {
  1: "#c24a17", 2: "#d9a400", 3: "#3f8fb8", 4: "#1d242a", 5: "#a39d92", 6: "#2d6b57", 7: "#f6cdbb", 8: "#5c3a80",
};

const LEAST = 0.002; // of the plan's pace: less than this is not drawn

const quantile = (values: number[], share: number): number => values.sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? 0;

export function causes(data: Causes, place: Place): Plot {
  const view = data.views[place.choices.view!]!;
  place.title(view.title);
  const small = narrow(place);
  const pitch = small ? 18 : Math.max(22, Math.min(34, 320 / view.groups.length));
  const left = small ? 76 : 130;
  const right = 12;
  const legendRows: number = small ? data.causes.length : Math.ceil(data.causes.length / Math.max(1, Math.floor(place.width / 250)));
  const columns = Math.ceil(data.causes.length / legendRows);
  const legend = data.causes.map(({ code, words }, i) => ({
    text: `{b|■}  ${words}`, left: (i % columns) * (place.width / columns), top: Math.floor(i / columns) * 22 + 3, padding: 0,
    textStyle: { color: muted, fontSize: 13, fontWeight: 400, rich: { b: { color: COLOURS[code], fontSize: 15 } } },
  }));
  const top = legendRows * 22 + 14;
  const heatHeight = view.groups.length * pitch;
  const shareTop = top + heatHeight + 84;
  const shareHeight = small ? 150 : 190;
  const shortTop = shareTop + shareHeight + 92;
  const shortHeight = view.short.length * 22;
  const showsShort = view.short.length > 0;
  /** A twentieth of the months is worse than what fills a row. */
  const deepest = Math.max(0.02, quantile(view.lost.flat().map((parts) => parts.reduce((a, b) => a + b, 0)), 0.95));

  const cells = view.lost.flatMap((months, group) => months.flatMap((parts, month) => {
    const all = parts.reduce((a, b) => a + b, 0);
    if (all < LEAST) return [];
    const worst = parts.indexOf(Math.max(...parts));
    return [{ value: [month, group, Math.min(1, Math.sqrt(all / deepest))], itemStyle: { color: COLOURS[data.causes[worst]!.code] } }];
  }));
  const heading = (text: string, y: number) => ({ text, left: 0, top: y, padding: 0, textStyle: { color: ink, fontSize: 14, fontWeight: 600, lineHeight: 18, width: place.width, overflow: "break" } });
  return {
    height: showsShort ? shortTop + shortHeight + 34 : shareTop + shareHeight + 34,
    option: {
      title: [...legend, heading("Output missing, % of the plan’s pace, by constraint", shareTop - 40),
        ...(showsShort ? [heading("Materials that were missing, % of all that was not made", shortTop - (small ? 48 : 30))] : [])],
      grid: [
        { left, right, top, height: heatHeight },
        { left, right, top: shareTop, height: shareHeight },
        { left: left + (small ? 20 : 0), right: 60, top: shortTop, height: showsShort ? shortHeight : 0 },
      ],
      xAxis: [
        categoryAxis(data.months, { axisLabel: yearsOf(data.months), axisLine: { show: false } }),
        categoryAxis(data.months, { gridIndex: 1, axisLabel: yearsOf(data.months), boundaryGap: false }),
        { type: "value", gridIndex: 2, show: false },
      ],
      yAxis: [
        categoryAxis(view.groups, { inverse: true, axisLine: { show: false }, splitLine: { show: true, lineStyle: { color: rule } }, axisLabel: { color: ink, interval: 0, fontSize: small ? 11.5 : 13 } }),
        valueAxis("", {  gridIndex: 1, splitLine: { lineStyle: { color: rule } } }),
        categoryAxis(view.short.map(([good]) => good), { gridIndex: 2, inverse: true, show: showsShort, axisLine: { show: false }, axisLabel: { color: ink, interval: 0 } }),
      ],
      series: [
        {
          type: "custom", data: cells, clip: true, encode: { x: 0, y: 1 },
          renderItem: (_: unknown, api: any) => {
            const [x, y] = api.coord([api.value(0), api.value(1)]);
            const [w, h] = api.size([1, 1]);
            const high = Math.max(2, (h - 3) * api.value(2));
            return { type: "rect", shape: { x: x - w / 2, y: y + h / 2 - 1 - high, width: w + 0.3, height: high }, style: api.style() };
          },
        },
        ...data.causes.map(({ code, words }, i) => ({
          type: "line", name: words, stack: "lost", xAxisIndex: 1, yAxisIndex: 1, showSymbol: false, color: COLOURS[code], silent: true,
          lineStyle: { width: 0 }, areaStyle: { opacity: 1 }, data: view.total.map((parts) => 100 * parts[i]!),
        })),
        ...(showsShort ? [{
          type: "bar", xAxisIndex: 2, yAxisIndex: 2, color: COLOURS[1], barWidth: 11, silent: true,
          data: view.short.map(([, share]) => 100 * share),
          label: { show: true, position: "right", color: muted, formatter: ({ value }: any) => percent(value / 100) },
        }] : []),
      ],
      tooltip: tooltip({
        formatter: ({ value, seriesType }: any) => {
          if (seriesType !== "custom") return "";
          const [month, group] = value as [number, number];
          const parts = view.lost[group]![month]!;
          const lines = data.causes.map(({ words }, i) => [words, parts[i]!] as const).filter(([, part]) => part > 0.0005)
            .sort((a, b) => b[1] - a[1]).map(([words, part]) => `${words} <b>${percent(part)}</b>`);
          return [`${safe(view.groups[group]!)}, ${data.months[month]}: output missing, of the plan’s pace`, ...lines].join("<br>");
        },
      }),
      graphic: cells.length ? [] : [{ type: "text", left, top, style: { text: "nothing was missing", fill: faint } }],
    },
  };
}
