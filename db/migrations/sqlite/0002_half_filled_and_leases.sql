CREATE TABLE `half_filled` (
	`id` text PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`user` text NOT NULL,
	`form` text NOT NULL,
	`context` text NOT NULL,
	`held` text NOT NULL,
	`asked` text NOT NULL,
	`errors` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `half_filled_at` ON `half_filled` (`at`);--> statement-breakpoint
CREATE TABLE `leases` (
	`name` text PRIMARY KEY NOT NULL,
	`holder` text NOT NULL,
	`until` integer NOT NULL
);
