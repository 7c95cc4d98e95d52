// A year's steel as a Sankey: burden and scrap to crude steel, to the mills, to what the customer gets.
import { narrow, tooltip, type Place, type Plot } from "./chart";
import { ember, figure, ink, muted, safe, slag, steel } from "./theme";

interface Flow { unit: string; years: { year: number; title: string; links: [string, string, number][]; made: Record<string, number> }[] }

const RETURNS = "#8d7565";
const COLOURS: Record<string, string> = {
  "ore and sinter": "#8a6a55", coke: "#4b4744", "pig iron": "#7c8791", "bought scrap": "#a7a08f",
  "crop ends": RETURNS, "crop ends, returned": RETURNS,
  "own rejects, melted again": ember, "rejected in the furnaces": ember, "rejected in the hearths": ember, "rejected in the mills": ember,
  "crude steel": "#5a7389", "rolled steel": steel, "on grade": "#274e6d", "off grade, shipped": "#d98b3f",
  "slag and gas": slag, "slag, scale and loss": slag, "drawn from stock": slag,
};
const LEVELS: Record<string, number> = {
  "ore and sinter": 0, coke: 0, "pig iron": 1, "bought scrap": 1, "crop ends": 1, "drawn from stock": 1, "own rejects, melted again": 1,
  "slag and gas": 2, "rejected in the furnaces": 2, "crude steel": 2, "rolled steel": 3, "rejected in the hearths": 4, "crop ends, returned": 4,
  "slag, scale and loss": 4, "on grade": 4, "off grade, shipped": 4, "rejected in the mills": 4,
};

export function flow(data: Flow, place: Place): Plot {
  const chosen = data.years.find(({ year }) => String(year) === place.choices.year)!;
  place.title(chosen.title);
  const small = narrow(place);
  const links = chosen.links.filter(([, , tonnes]) => tonnes > 0.001);
  const arriving = (name: string) => links.reduce((sum, [, to, tonnes]) => sum + (to === name ? tonnes : 0), 0);
  const leaving = (name: string) => links.reduce((sum, [from, , tonnes]) => sum + (from === name ? tonnes : 0), 0);
  const names = [...new Set(links.flatMap(([from, to]) => [from, to]))];
  // The furnace gives less metal than went in; what is missing left as slag and gas.
  const slagged = arriving("pig iron") - leaving("pig iron");
  if (slagged > 0.01) {
    links.push(["pig iron", "slag and gas", slagged]);
    names.push("slag and gas");
  }
  const tonnes = (name: string) => `${figure(chosen.made[name] ?? Math.max(arriving(name), leaving(name)), 2)} ${data.unit}`;
  /** What joins on the way has its name before it, where no band runs; on a narrow page only if its own band is thin. */
  const aside = (name: string) => LEVELS[name]! > 0 && arriving(name) === 0 && (!small || leaving(name) < arriving("crude steel") / 12);
  return {
    height: small ? 560 : 500,
    option: {
      tooltip: tooltip({
        trigger: "item",
        formatter: ({ dataType, data: item }: any) =>
          dataType === "edge"
            ? `${safe(item.source)} → ${safe(item.target)}<br><b>${figure(item.value)} ${data.unit}</b>`
            : `<b>${safe(item.name)}</b><br>${tonnes(item.name)}`,
      }),
      series: [{
        type: "sankey",
        left: 2, right: small ? 122 : 206, top: 12, bottom: 12,
        nodeWidth: small ? 9 : 14, nodeGap: small ? 26 : 20, nodeAlign: "justify", layoutIterations: 64,
        draggable: false, emphasis: { focus: "adjacency" },
        data: names.map((name) => ({
          name, depth: LEVELS[name], itemStyle: { color: COLOURS[name], borderWidth: 0 },
          label: { position: aside(name) ? "left" : "right" },
        })),
        links: links.map(([source, target, value]) => ({ source, target, value })),
        lineStyle: { color: "gradient", opacity: 0.34, curveness: 0.5 },
        label: {
          color: ink, fontSize: small ? 11 : 13, lineHeight: small ? 13 : 16,
          formatter: ({ name }: { name: string }) =>
            `${small ? name.replace(", melted", ",\nmelted") : name}${small || name === "pig iron" ? "\n" : "  "}{n|${tonnes(name)}}`,
          rich: { n: { color: muted, fontSize: small ? 11 : 12.5 } },
        },
      }],
    },
  };
}
