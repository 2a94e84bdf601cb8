import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

/** The two names under which a browser on this machine reaches us. */
const ownHosts = (port: number): readonly string[] => [`127.0.0.1:${port}`, `localhost:${port}`];

/** Whether a request was sent to this machine under a name of its own: any other may point here (DNS rebinding). */
export const isOwnHost = (host: string | undefined, port: number): boolean =>
  ownHosts(port).includes(host ?? "");

/**
 * Lets in only what a browser on this machine sends from our own pages. A page elsewhere can
 * make a browser send requests here (forged posts), and can point a name of its own at
 * 127.0.0.1 (DNS rebinding): the first shows in Origin, the second in Host.
 */
export function onlyOurselves(port: () => number): MiddlewareHandler {
  return async function onlyOurselves(c, next) {
    const host = c.req.header("host") ?? "";
    if (!isOwnHost(host, port())) return c.text("Refused.", 403);
    if (c.req.method === "GET" || c.req.method === "HEAD") return next();
    if (c.req.method !== "POST") return c.text("Refused.", 405);
    // A browser always sends Origin with a post; whoever leaves it out is not our page.
    if (c.req.header("origin") !== `http://${host}`) return c.text("Refused.", 403);
    return next();
  };
}

/**
 * No inline script or style, nothing from elsewhere, no framing. The referrer policy is not
 * `no-referrer`, because browsers then send `Origin: null` with our own posts.
 */
export const headers = (): MiddlewareHandler =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: "same-origin",
    xFrameOptions: "DENY",
    strictTransportSecurity: false,
    permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
  });
