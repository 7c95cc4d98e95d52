// The city's rouble as a Sankey from its sources to its uses; what noise won beside what was cut.
import { atYear, categoryAxis, headed, narrow, spots, textWidth, tooltip, valueAxis, type Place, type Plot } from "./chart";
import { ember, figure, gold, ink, muted, percent, safe, slag, steel, steelPale } from "./theme";

interface Budget {
  unit: string;
  years: number[];
  flows: [string, string, number][][]; // by year
  titles: string[];
  lines: { heading: string; unit: string; parts: { name: string; values: (number | null)[] }[] }[];
}

const CITY = "the city’s budget";
/** Wages and what is taken are steel; what is wrung from the ministry glows; what the plant gives back is gold. */
const NODES: Record<string, string> = {
  taxes: "#7d97aa", "rents and fares": "#a9bdcb", "returned profit": gold, concessions: ember, cooperatives: "#7a5a9c", grants: slag,
  schools: "#274e6d", health: "#8f2416", "city services": "#5a7389", supplies: "#8a6a55", "water works": "#3f8fb8", "taken back": slag,
};
const LINES = [ember, steel, gold, slag];

export function budget(data: Budget, place: Place): Plot {
  const small = narrow(place);
  const at = data.years.indexOf(Number(place.choices.year));
  place.title(data.titles[at]!);
  const links = data.flows[at]!.filter(([, , amount]) => amount > 0.005);
  const names = [...new Set(links.flatMap(([from, to]) => [from, to]))];
  const through = (name: string) => Math.max(links.reduce((sum, [from, , v]) => sum + (from === name ? v : 0), 0), links.reduce((sum, [, to, v]) => sum + (to === name ? v : 0), 0));
  const source = (name: string) => !links.some(([, to]) => to === name);
  const words = (name: string) => `${name}${small || name === CITY ? "\n" : "  "}${figure(through(name), 2)} ${data.unit}`;
  const before = Math.max(0, ...names.filter(source).flatMap((name) => words(name).split("\n").map((line) => textWidth(line, small ? 11 : 13)))) + 10;
  const tall = small ? 430 : 400;
  const { frames, bottom } = spots(place, data.lines.length, small ? 1 : Math.max(1, data.lines.length), small ? 130 : 160, 76, tall + 4);
  return {
    height: data.lines.length ? bottom : tall,
    option: {
      title: data.lines.flatMap(({ heading: words, parts, unit }, i) => headed(frames[i]!, `${words}, ${unit}`, parts.length > 1 ? parts.map(({ name }, k) => [name, LINES[k]!, "—"]) : [])),
      grid: frames,
      xAxis: data.lines.map((_, i) => categoryAxis(data.years, { gridIndex: i, boundaryGap: false, axisLabel: { color: muted, hideOverlap: true } })),
      yAxis: data.lines.map((_, i) => valueAxis("", { gridIndex: i, min: 0, splitNumber: 3 })),
      series: [
        {
          type: "sankey", left: before, right: small ? 128 : 230, top: 12, height: tall - 24, nodeWidth: small ? 9 : 14, nodeGap: small ? 27 : 18, nodeAlign: "justify", layoutIterations: 64,
          draggable: false, emphasis: { focus: "adjacency" },
          data: names.map((name) => ({ name, itemStyle: { color: name === CITY ? ink : NODES[name] ?? (source(name) ? steelPale : steel), borderWidth: 0 }, label: { position: source(name) ? "left" : "right" } })),
          links: links.map(([from, to, value]) => ({ source: from, target: to, value })),
          lineStyle: { color: "gradient", opacity: 0.34, curveness: 0.5 },
          label: {
            color: ink, fontSize: small ? 11 : 13, lineHeight: small ? 13 : 16,
            formatter: ({ name }: { name: string }) => words(name).replace(/(\n|  )(.*)$/, "$1{n|$2}"),
            rich: { n: { color: muted, fontSize: small ? 11 : 12.5 } },
          },
        },
        ...data.lines.flatMap(({ parts, heading: words }, i) => parts.map(({ name, values }, k) => ({
          type: "line", name: parts.length > 1 ? name : words, xAxisIndex: i, yAxisIndex: i, color: LINES[k], lineStyle: { width: 2 }, symbol: "circle", symbolSize: 5, data: values,
          ...(k ? {} : { markLine: atYear(data.years, place.choices.year) }),
        }))),
      ],
      tooltip: tooltip({
        trigger: "item",
        formatter: ({ seriesType, dataType, data: item, seriesName, value, dataIndex }: any) =>
          seriesType === "line" ? `${data.years[dataIndex]}, ${safe(seriesName)}: <b>${figure(value)}</b>`
            : dataType === "edge" ? `${safe(item.source)} → ${safe(item.target)}<br><b>${figure(item.value)} ${data.unit}</b>, ${percent(item.value / through(item.target))} of ${safe(item.target)}`
              : `<b>${safe(item.name)}</b><br>${figure(through(item.name))} ${data.unit}`,
      }),
    },
  };
}
