/** The pictures of a digest, by id. */
export const pictureOf = {
  table: (digestId: string): string => `digest:${digestId}`,
  chart: (digestId: string, kpi: string): string => `kpi:${digestId}/${kpi}`,
};
