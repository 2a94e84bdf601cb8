/** What we use of the package, which comes without types. */
declare module "stopword" {
  /** English function words, lower case. */
  export const eng: readonly string[];
}
