CREATE TABLE `detector_orders` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`team_id` text NOT NULL,
	`what` text NOT NULL,
	`done_at` integer,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `detector_orders_open` ON `detector_orders` (`done_at`,`seq`);--> statement-breakpoint
CREATE TABLE `detectors` (
	`team_id` text PRIMARY KEY NOT NULL,
	`clock` text NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
DROP INDEX `alerts_team`;--> statement-breakpoint
ALTER TABLE `alerts` ADD `burst` text NOT NULL;--> statement-breakpoint
ALTER TABLE `alerts` ADD `record` text NOT NULL;--> statement-breakpoint
ALTER TABLE `alerts` ADD `live` integer NOT NULL;--> statement-breakpoint
CREATE INDEX `alerts_team` ON `alerts` (`team_id`,`live`,`last_at`);--> statement-breakpoint
ALTER TABLE `comments` ADD `struck_at` integer;