/** How every request of the page puts what it gets in place: morphing keeps focus, scroll and typed text. */
export const inView = { "hx-target": "#app", "hx-swap": "innerMorph" } as const;
