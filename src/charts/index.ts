export type {
  ChartPoint,
  DigestRow,
  DigestStatus,
  DigestTableData,
  KpiChartData,
  RowBounds,
} from "./data.ts";
export { digestTable } from "./digest-table.ts";
export { kpiChart } from "./kpi-chart.ts";
export { toPng } from "./png.ts";
