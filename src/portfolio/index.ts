export { exportPortfolio } from "./export.ts";
export { contentHash, judgedHash } from "./hash.ts";
export { verifyPortfolio } from "./verify.ts";
export {
  type Portfolio,
  type PortfolioCriterion,
  type PortfolioItem,
  type PortfolioUnit,
  SCHEMA,
} from "./model.ts";
