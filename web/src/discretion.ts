// Who decides on the last tonne, flat and kilo of meat: shares of the tiers, year by year.
import { categoryAxis, headed, key, narrow, shareAxis, spots, tooltip, type Place, type Plot, type Spot } from "./chart";
import { gold, ink, muted, percent, safe, slag, steel } from "./theme";

interface Discretion { years: number[]; tiers: string[]; things: { name: string; silent: string; shares: number[][] }[] } // by tier and year

const TIERS: Record<string, string> = {
  centre: ink, Ministry: "#7d4a36", plant: steel, "plant, out of turn": "#1c3850", soviet: gold, "soviet, out of turn": "#93701f", shop: "#2d6b57", nobody: "#e3ded0",
};

/** The tiers that no rule lets decide, between a chart and its head. */
const aside = (text: string, spot: Spot): object => ({
  text, left: spot.left - 32, top: spot.top - 30, padding: 0,
  textStyle: { color: muted, fontSize: 12, fontWeight: "normal", width: spot.width + 32, overflow: "truncate" },
});

export function discretion(data: Discretion, place: Place): Plot {
  const small = narrow(place);
  const decides = data.tiers.map((_, k) => data.things.some(({ shares }) => shares[k]!.some((share) => share > 0)));
  const all = key(data.tiers.map((name, k) => decides[k] ? [name, TIERS[name] ?? slag] : [name, slag, "□"]), { left: 8, top: 4, width: place.width - 8 });
  const columns = small ? 1 : data.things.length;
  const { frames, bottom } = spots(place, data.things.length, columns, small ? 190 : 300, 62, all.height + 8);
  const last = data.years.length - 1;
  return {
    height: bottom,
    option: {
      title: [...all.titles, ...data.things.flatMap(({ name, silent }, i) => [...headed({ ...frames[i]!, top: frames[i]!.top - 20 }, name), aside(silent, frames[i]!)])],
      grid: frames,
      xAxis: data.things.map((_, i) => categoryAxis(data.years, { gridIndex: i, axisLabel: { color: muted, hideOverlap: true, formatter: (year: string) => (small ? year : `’${year.slice(2)}`) } })),
      yAxis: data.things.map((_, i) => shareAxis({ gridIndex: i })),
      series: data.things.flatMap(({ name, shares }, i) => data.tiers.map((tier, k) => ({
        type: "bar", stack: name, name: tier, xAxisIndex: i, yAxisIndex: i, color: TIERS[tier] ?? slag, barCategoryGap: "10%",
        data: shares[k]!.map((share) => 100 * share),
        label: { show: true, position: "inside", fontSize: 11, color: tier === "nobody" || tier === "soviet" ? ink : "#fff",
          formatter: ({ value, dataIndex }: any) => ((dataIndex === 0 || dataIndex === last) && value >= 7 ? `${Math.round(value)}` : "") },
      }))),
      tooltip: tooltip({
        trigger: "axis", axisPointer: { type: "none" },
        formatter: (points: any[]) => [`<b>${points[0].axisValue}</b>`, ...points.filter(({ value }) => value > 0.05).map(({ seriesName, value }) => `${safe(seriesName)} <b>${percent(value / 100)}</b>`)].join("<br>"),
      }),
    },
  };
}
