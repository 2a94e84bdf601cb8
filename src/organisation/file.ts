export type {
  AuthorityRow,
  ChannelIds,
  ChannelPurpose,
  Limit,
  Minutes,
  Organisation,
  ParsedOrganisation,
  Person,
  Platform,
  Problem,
  Team,
} from "./model.ts";
