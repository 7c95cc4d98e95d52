// Building sites as strips of dekads, bright where work went on and bare where it stood; and dwellings by owner.
import { categoryAxis, heading, key, narrow, textWidth, tooltip, valueAxis, yearsOf, type Place, type Plot } from "./chart";
import { ember, figure, gold, ink, muted, percent, rule, safe, slag, steel, whole } from "./theme";

interface Project {
  name: string; purpose: string; cost: number;
  pace: number[]; // work done in the dekad over the busiest dekad's; by dekad
  state: number[]; // 0 not begun, 1 in work, 2 standing, 3 done; by dekad
  done: number[]; // whole per cents of the estimate, by dekad
  stops: number;
}
interface Building {
  dekads: string[]; // month of each dekad
  projects: Project[];
  years: number[];
  owners: { name: string; dwellings: number[] }[];
}

const PURPOSES: Record<string, string> = { industry: steel, housing: gold, "for the city": ember };
const OWNERS = [steel, gold, "#2d6b57", slag];

export function building(data: Building, place: Place): Plot {
  const small = narrow(place);
  const left = small ? 8 : 12 + Math.max(...data.projects.map(({ name }) => textWidth(name, 13)));
  const pitch = small ? 42 : Math.max(21, Math.min(30, 760 / Math.max(1, data.projects.length)));
  const right = small ? 8 : 96;
  const marks = key([...Object.entries(PURPOSES).map(([name, color]): [string, string] => [name, color]), ["begun and standing still", "#e3ded0"], ["finished", ink, "◆"]], { left: 8, top: 4, width: place.width - 8 });
  const top = marks.height + 16 + (small ? 14 : 0);
  const strips = pitch * data.projects.length;
  const below = { left: 44, width: place.width - 58, top: top + strips + 112, height: 200 };
  const owners = key(data.owners.map(({ name }, i) => [name, OWNERS[i]!]), { left: 8, top: below.top - 40, width: place.width - 8 });
  const cells = data.projects.flatMap((project, row) => project.state.flatMap((state, dekad) => (state === 1 || state === 2 ? [[dekad, row, state === 1 ? Math.max(0.12, project.pace[dekad]!) : 0]] : [])));
  const ends = data.projects.flatMap(({ state }, row) => { const at = state.indexOf(3); return at > 0 ? [[at, row]] : []; });
  return {
    height: below.top + below.height + 34,
    option: {
      title: [...marks.titles, ...owners.titles, heading("Dwellings completed in the year, by owner", { left: 8, top: below.top, width: place.width - 16 }, 64),
        ...data.projects.map(({ name, stops, done }, row) => ({
          text: small ? `${name}{n|  ${done.at(-1)} % done, stopped ${stops}×}` : `{n|${done.at(-1)} %, ${stops} ${stops === 1 ? "stop" : "stops"}}`,
          left: small ? left : place.width - right + 10, top: top + row * pitch + (small ? 8 : pitch / 2 - 6), padding: 0,
          textStyle: { color: ink, fontSize: 12.5, fontWeight: 400, rich: { n: { color: muted, fontSize: 12 } } },
        }))],
      grid: [{ left, right, top, height: strips }, below],
      xAxis: [
        categoryAxis(data.dekads, { axisLabel: { ...yearsOf(data.dekads), interval: (i: number, month: string) => month.endsWith("-01") && data.dekads[i - 1] !== month }, axisLine: { lineStyle: { color: slag } } }),
        categoryAxis(data.years, { gridIndex: 1 }),
      ],
      yAxis: [
        categoryAxis(data.projects.map(({ name }) => name), { inverse: true, axisLine: { show: false }, axisLabel: { show: !small, color: ink, interval: 0 }, splitLine: { show: false } }),
        valueAxis("", { gridIndex: 1 }),
      ],
      series: [
        {
          type: "custom", name: "work", data: cells, encode: { x: 0, y: 1 }, clip: true,
          renderItem: (_: unknown, api: any) => {
            const [x, y] = api.coord([api.value(0), api.value(1)]);
            const [w, h] = api.size([1, 1]);
            const pace = api.value(2) as number;
            const room = small ? 15 : h - 6;
            const foot = y + h / 2 - (small ? 5 : 3);
            const colour = PURPOSES[data.projects[api.value(1)]!.purpose] ?? slag;
            return pace > 0
              ? { type: "rect", shape: { x: x - w / 2, y: foot - room * (0.25 + 0.75 * pace), width: w + 0.3, height: room * (0.25 + 0.75 * pace) }, style: { fill: colour } }
              : { type: "rect", shape: { x: x - w / 2, y: foot - room * 0.25, width: w + 0.3, height: room * 0.25 }, style: { fill: "#e3ded0" } };
          },
        },
        { type: "custom", name: "end", data: ends, encode: { x: 0, y: 1 }, silent: true,
          renderItem: (_: unknown, api: any) => {
            const [x, y] = api.coord([api.value(0), api.value(1)]);
            const at = y + (small ? 9 : 0);
            return { type: "polygon", shape: { points: [[x, at - 6], [x + 6, at], [x, at + 6], [x - 6, at]] }, style: { fill: ink } };
          } },
        ...data.owners.map(({ name, dwellings }, i) => ({
          type: "bar", stack: "owners", name, xAxisIndex: 1, yAxisIndex: 1, color: OWNERS[i], barCategoryGap: "34%", data: dwellings,
          ...(i === data.owners.length - 1 ? { label: { show: true, position: "top", color: muted, formatter: ({ dataIndex }: any) => whole(data.owners.reduce((sum, one) => sum + one.dwellings[dataIndex]!, 0)) } } : {}),
        })),
      ],
      tooltip: tooltip({
        formatter: ({ seriesType, seriesName, value, dataIndex }: any) => {
          if (seriesType === "bar") return `${data.years[dataIndex]}, ${safe(seriesName)}: <b>${whole(value)}</b> dwellings`;
          const [dekad, row] = value as [number, number];
          const one = data.projects[row]!;
          return `<b>${safe(one.name)}</b>, ${data.dekads[dekad]}<br>${one.state[dekad] === 2 ? "begun and standing still" : `work at ${percent(one.pace[dekad])} of its busiest dekad`}<br>${one.done[dekad]} % of ${figure(one.cost)} Mrub done`;
        },
      }),
      graphic: data.projects.length ? [] : [{ type: "text", left: 8, top, style: { text: "no project was begun", fill: rule } }],
    },
  };
}
