// From the hands that Gary would need to those of the Works, part by part: a waterfall.
import { categoryAxis, narrow, tooltip, type Place, type Plot } from "./chart";
import { ember, emberPale, figure, ink, muted, safe, slag, steel, steelPale } from "./theme";

interface Labour { start: [string, number]; steps: [string, number][]; end: [string, number]; unit: string }

export function labour(data: Labour, place: Place): Plot {
  const small = narrow(place);
  const names = [data.start[0], ...data.steps.map(([name]) => name), data.end[0]];
  let level = data.start[1];
  const spans = data.steps.map(([, persons]) => {
    const span = [Math.min(level, level + persons), Math.abs(persons), persons] as const;
    level += persons;
    return span;
  });
  const rest = names.length - 2; // the last step is what the parts leave
  const largest = Math.max(...data.steps.slice(0, -1).map(([, persons]) => persons));
  const base = [0, ...spans.map(([from]) => from), 0];
  const shown = [data.start[1], ...spans.map(([, size]) => size), data.end[1]];
  const signed = [data.start[1], ...spans.map(([, , persons]) => persons), data.end[1]];
  const colour = (i: number): string =>
    i === 0 ? steel : i === names.length - 1 ? ink : i === rest ? slag : signed[i] === largest ? ember : signed[i]! < 0 ? steelPale : emberPale;
  return {
    height: names.length * (small ? 46 : 40) + 20,
    option: {
      grid: { left: small ? 4 : 280, right: small ? 70 : 90, top: small ? 14 : 4, bottom: 6 },
      xAxis: { type: "value", show: false },
      yAxis: categoryAxis(names, { inverse: true, axisLine: { show: false }, axisLabel: small
        ? { inside: true, verticalAlign: "bottom", padding: [0, 0, 13, -6], color: ink, fontSize: 12.5, interval: 0 }
        : { color: ink, fontSize: 14, interval: 0 } }),
      series: [
        { type: "bar", stack: "all", silent: true, itemStyle: { color: "transparent" }, data: base, barWidth: small ? 14 : 22 },
        {
          type: "bar", stack: "all",
          data: shown.map((value, i) => ({ value, itemStyle: { color: colour(i) } })),
          label: {
            show: true, position: "right", color: muted, fontSize: 13,
            formatter: ({ dataIndex }: any) => (dataIndex === 0 || dataIndex === names.length - 1 ? "" : signed[dataIndex]! >= 0 ? "+" : "") + figure(signed[dataIndex]!, 2),
          },
        },
      ],
      tooltip: tooltip({ formatter: ({ dataIndex }: any) => `${safe(names[dataIndex]!)}<br><b>${figure(signed[dataIndex]!, 3)}</b> ${safe(data.unit)}` }),
    },
  };
}
