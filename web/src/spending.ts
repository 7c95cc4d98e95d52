// Where the household's rouble and the goods went, channel by channel; and what the counter cost in hours and premium.
import { categoryAxis, headed, key, narrow, shareAxis, spots, tooltip, valueAxis, yearsOf, type Place, type Plot } from "./chart";
import { ember, figure, ink, muted, percent, safe, steel } from "./theme";

interface Spending {
  years: number[];
  months: string[];
  channels: string[];
  money: number[][]; // shares by channel and year
  wares: { name: string; unit: string; reached: number[][]; premium: (number | null)[]; title: string }[]; // by channel and year; by month
  queues: (number | null)[]; // by month
  overhang: (number | null)[];
  listed: (number | null)[];
}

/** What is sold openly is pale; who hands out, resells or grows has a colour. */
const CHANNELS = ["#cdc6b5", steel, "#d9a400", "#2d6b57", ink, "#7a5a9c", "#a3b583"];

export function spending(data: Spending, place: Place): Plot {
  const small = narrow(place);
  const ware = data.wares.find(({ name }) => name === place.choices.ware)!;
  place.title(ware.title);
  const all = key(data.channels.map((name, i) => [name, CHANNELS[i]!]), { left: 8, top: 4, width: place.width - 8 });
  const upper = spots(place, 2, small ? 1 : 2, small ? 210 : 260, 44, all.height + 6);
  const lower = spots(place, 4, small ? 1 : 4, small ? 96 : 130, small ? 44 : 56, upper.bottom, small ? 40 : 34);
  const lines: [string, (number | null)[], string, number][] = [
    ["Hours in queues for all goods, per adult and week", data.queues, "h", 1],
    ["Handed out by list or coupon, %\u00a0of\u00a0all\u00a0goods", data.listed, "%", 100],
    [`Black price of ${ware.name} over the state’s`, ware.premium, "times", 1],
    ["Money held, months of spending", data.overhang, "months", 1],
  ];
  const stacked = (values: number[][], index: number, factor: number) => values.map((row, i) => ({
    type: "bar", stack: `channels${index}`, xAxisIndex: index, yAxisIndex: index, name: data.channels[i], color: CHANNELS[i], barCategoryGap: "18%",
    data: row.map((value) => factor * value),
  }));
  return {
    height: lower.bottom,
    option: {
      title: [
        ...all.titles,
        ...headed(upper.frames[0]!, "Of each rouble that households paid for all goods, %"),
        ...headed(upper.frames[1]!, `${ware.name[0]!.toUpperCase()}${ware.name.slice(1)}, ${ware.unit}`),
        ...lines.flatMap(([words], i) => headed(lower.frames[i]!, words)),
      ],
      grid: [...upper.frames, ...lower.frames],
      xAxis: [
        ...[0, 1].map((i) => categoryAxis(data.years, { gridIndex: i, axisLabel: { color: muted, hideOverlap: true } })),
        ...lines.map((_, i) => categoryAxis(data.months, { gridIndex: 2 + i, boundaryGap: false, axisLabel: { ...yearsOf(data.months), ...(small ? {} : { formatter: (month: string) => `’${month.slice(2, 4)}` }) } })),
      ],
      yAxis: [
        shareAxis(), valueAxis("", { gridIndex: 1 }),
        ...lines.map((_, i) => valueAxis("", { gridIndex: 2 + i, splitNumber: 2, min: 0 })),
      ],
      series: [
        ...stacked(data.money, 0, 100), ...stacked(ware.reached, 1, 1),
        ...lines.map(([name, values, , factor], i) => ({
          type: "line", name, xAxisIndex: 2 + i, yAxisIndex: 2 + i, showSymbol: false, color: ember, lineStyle: { width: 1.6 }, areaStyle: { color: ember, opacity: 0.1 },
          data: values.map((value) => (value === null ? null : factor * value)),
        })),
      ],
      tooltip: tooltip({
        trigger: "axis", axisPointer: { type: "line", lineStyle: { color: muted, type: [2, 3] } },
        formatter: (points: any[]) => {
          const { axisIndex, dataIndex } = points[0] as { axisIndex: number; dataIndex: number };
          if (axisIndex > 1) {
            const [words, values, unit, factor] = lines[axisIndex - 2]!;
            const value = values[dataIndex] ?? null;
            return `${data.months[dataIndex]}<br>${safe(words)}<br><b>${figure(value === null ? null : factor * value)}</b> ${unit}`;
          }
          const rows = axisIndex === 0 ? data.money : ware.reached;
          return [`<b>${data.years[dataIndex]}</b>`, ...data.channels.map((name, i) => [name, rows[i]![dataIndex]!] as const).filter(([, value]) => value > 0)
            .map(([name, value]) => `${safe(name)} <b>${axisIndex === 0 ? percent(value) : figure(value)}</b>`)].join("<br>");
        },
      }),
    },
  };
}
