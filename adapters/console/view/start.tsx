import type { FC } from "hono/jsx";
import type { Directory } from "../directory.ts";
import { personAddress } from "./address.ts";
import { Shell } from "./page.tsx";
import { People } from "./persona.tsx";

/** The first page of a sandbox: whose eyes to look through. */
export const StartPage: FC<{ organisation: string; directory: Directory }> = ({
  organisation,
  directory,
}) => (
  <Shell title={`Who are you? · ${organisation}`}>
    <main class="sheet">
      <img src="/assets/icon.svg" alt="" width="48" height="48" />
      <h1>{organisation}</h1>
      <p class="lead">
        This is a sandbox with practice data. Choose who you want to be. To see both sides of a case, open two
        or three people in tabs of their own.
      </p>
      <div class="sheet-people">
        <People directory={directory} to={(person) => personAddress(person.id)} />
      </div>
    </main>
  </Shell>
);
