/** Parts of the library that add themselves to it when they are loaded; they come without types. */
declare module "echarts/lib/chart/line" {}
declare module "echarts/lib/component/graphic" {}
declare module "echarts/lib/component/gridSimple" {}
