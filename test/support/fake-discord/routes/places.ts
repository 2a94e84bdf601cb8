import { z } from "zod";
import type { Guild } from "../records.ts";
import { checkCommands, commandSchema } from "../limits-command.ts";
import { channelJson, guildJson, memberJson, rolesJson, userJson } from "../payload.ts";
import { Refusal } from "../refusal.ts";
import type { Json } from "../shapes.ts";
import { ok, param, route, type Answer, type Call, type Route, type World } from "./route.ts";

/** A server that the bot is in. */
function reach({ book }: World, call: Call): Guild {
  const guild = book.guilds.get(param(call, "guild"));
  if (!guild) throw new Refusal(10004);
  if (!guild.members.has(book.bot)) throw new Refusal(50001);
  return guild;
}

const botsGuilds = ({ book }: World): Guild[] =>
  [...book.guilds.values()].filter((guild) => guild.members.has(book.bot));

export const applicationJson = (world: World): Json => ({
  id: world.applicationId,
  name: "Floorwalker",
  icon: null,
  description: "",
  summary: "",
  verify_key: "0".repeat(64),
  bot_public: false,
  bot_require_code_grant: false,
  flags: 0,
  owner: null,
  team: null,
  bot: userJson(world.book.account(world.book.bot)),
  approximate_guild_count: botsGuilds(world).length,
});

function openDm(world: World, call: Call): Answer {
  const { recipient_id: recipient } = z.looseObject({ recipient_id: z.string() }).parse(call.body);
  return ok(channelJson(world, world.book.dmWith(recipient)));
}

function member(world: World, call: Call): Answer {
  const guild = reach(world, call);
  const user = param(call, "user");
  if (!world.book.accounts.has(user)) throw new Refusal(10013);
  if (!guild.members.has(user)) throw new Refusal(10007);
  return ok(memberJson(world, guild, user));
}

/** Whose commands are meant: those of a server, or those for all. */
function scope(world: World, call: Call): string | undefined {
  if (param(call, "app") !== world.applicationId) throw new Refusal(10002);
  return call.params["guild"] === undefined ? undefined : reach(world, call).id;
}

const listCommands: Route["run"] = (world, call) =>
  ok(world.commands.of(scope(world, call)).map((each) => world.commands.json(world.applicationId, each)));

const putCommands: Route["run"] = (world, call) => {
  const guild = scope(world, call);
  const sources = z.array(commandSchema).parse(call.body ?? []);
  checkCommands(sources);
  return ok(world.commands.put(guild, sources).map((each) => world.commands.json(world.applicationId, each)));
};

const GLOBAL = "/applications/{application_id}/commands";
const IN_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands";

export const PLACE_ROUTES: readonly Route[] = [
  route("GET /gateway/bot", "/gateway/bot", (world) =>
    ok({
      url: `${world.address().replace("http", "ws")}/gateway`,
      shards: 1,
      session_start_limit: { total: 1000, remaining: 1000, reset_after: 86_400_000, max_concurrency: 1 },
    }),
  ),
  route("GET /users/@me", "/users/@me", ({ book }) => ok(userJson(book.account(book.bot)))),
  route("GET /users/@me/guilds", "/users/@me/guilds", (world) =>
    ok(botsGuilds(world).map(({ id, name }) => ({ id, name, icon: null, owner: false, features: [] }))),
  ),
  route("POST /users/@me/channels", "/users/@me/channels", openDm),
  route("GET /users/:user", "/users/{user_id}", ({ book }, call) => {
    const account = book.accounts.get(param(call, "user"));
    if (!account) throw new Refusal(10013);
    return ok(userJson(account));
  }),
  route("GET /guilds/:guild", "/guilds/{guild_id}", (world, call) => ok(guildJson(reach(world, call)))),
  route("GET /guilds/:guild/roles", "/guilds/{guild_id}/roles", (world, call) =>
    ok(rolesJson(reach(world, call))),
  ),
  route("GET /guilds/:guild/channels", "/guilds/{guild_id}/channels", (world, call) => {
    const guild = reach(world, call);
    const { book } = world;
    const channels = [...book.channels.values()].filter(
      (each) => each.guild === guild.id && each.kind === "text" && book.canSee(book.bot, each),
    );
    return ok(channels.map((each) => channelJson(world, each)));
  }),
  route("GET /guilds/:guild/members/:user", "/guilds/{guild_id}/members/{user_id}", member),
  route("GET /applications/@me", "/applications/@me", (world) => ok(applicationJson(world))),
  route("GET /applications/:app/commands", GLOBAL, listCommands),
  route("PUT /applications/:app/commands", GLOBAL, putCommands),
  route("GET /applications/:app/guilds/:guild/commands", IN_GUILD, listCommands),
  route("PUT /applications/:app/guilds/:guild/commands", IN_GUILD, putCommands),
];
