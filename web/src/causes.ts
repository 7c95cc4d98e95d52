// What bound production: groups of shops by month, coloured by the constraint behind most of what is missing.
import { categoryAxis, narrow, tooltip, valueAxis, yearsOf, type Place, type Plot } from "./chart";
import { faint, ink, muted, percent, rule, safe } from "./theme";

interface View { words: string; groups: string[]; lost: number[][][]; total: number[][] }
interface Causes {
  months: string[];
  causes: { code: number; words: string }[];
  views: Record<string, View>;
  short: [string, number][];
}

/** Okabe and Ito's set for the colour-blind, warmed: one colour per constraint, by code. */
const COLOURS: Record<number, string> = {
  1: "#c24a17", 2: "#e8b530", 3: "#3f8fb8", 4: "#26323b", 5: "#8f8b82", 6: "#3f8a73", 7: "#eba27b", 8: "#7d4f85",
};

export function causes(data: Causes, place: Place): Plot {
  const view = data.views[place.choices.view!]!;
  const small = narrow(place);
  const pitch = small ? 18 : Math.max(20, Math.min(30, 300 / view.groups.length));
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
  const shortHeight = data.short.length * 22;
  const showsShort = place.choices.view === "works" && data.short.length > 0;
  const deepest = Math.max(0.02, ...view.lost.flat().map((parts) => parts.reduce((a, b) => a + b, 0)).sort((a, b) => a - b).slice(0, -10).slice(-1));

  const cells = view.lost.flatMap((months, group) => months.flatMap((parts, month) => {
    const all = parts.reduce((a, b) => a + b, 0);
    if (all < 0.002) return [];
    const worst = parts.indexOf(Math.max(...parts));
    return [{ value: [month, group], itemStyle: { color: COLOURS[data.causes[worst]!.code], opacity: 0.22 + 0.78 * Math.min(1, all / deepest) } }];
  }));
  const heading = (text: string, y: number) => ({ text, left: 0, top: y, padding: 0, textStyle: { color: ink, fontSize: 14, fontWeight: 600, width: place.width, overflow: "break" } });
  return {
    height: showsShort ? shortTop + shortHeight + 34 : shareTop + shareHeight + 34,
    option: {
      title: [...legend, heading("Output missing, % of the plan’s pace, by constraint", shareTop - 40),
        ...(showsShort ? [heading("Materials the Works stood for, % of all that it did not make", shortTop - 30)] : [])],
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
        categoryAxis(view.groups, { inverse: true, axisLine: { show: false }, axisLabel: { color: ink, interval: 0, fontSize: small ? 11.5 : 13 } }),
        valueAxis("", {  gridIndex: 1, splitLine: { lineStyle: { color: rule } } }),
        categoryAxis(data.short.map(([good]) => good), { gridIndex: 2, inverse: true, show: showsShort, axisLine: { show: false }, axisLabel: { color: ink, interval: 0 } }),
      ],
      series: [
        {
          type: "custom", data: cells, clip: true,
          renderItem: (_: unknown, api: any) => {
            const [x, y] = api.coord([api.value(0), api.value(1)]);
            const [w, h] = api.size([1, 1]);
            return { type: "rect", shape: { x: x - w / 2, y: y - h / 2 + 1, width: w + 0.3, height: h - 2 }, style: api.style() };
          },
        },
        ...data.causes.map(({ code, words }, i) => ({
          type: "line", name: words, stack: "lost", xAxisIndex: 1, yAxisIndex: 1, showSymbol: false, color: COLOURS[code], silent: true,
          lineStyle: { width: 0 }, areaStyle: { opacity: 1 }, data: view.total.map((parts) => 100 * parts[i]!),
        })),
        ...(showsShort ? [{
          type: "bar", xAxisIndex: 2, yAxisIndex: 2, color: COLOURS[1], barWidth: 11, silent: true,
          data: data.short.map(([, share]) => 100 * share),
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
