CREATE FUNCTION facility_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what a database is never changes';
END;
$$;
--> statement-breakpoint
CREATE TRIGGER facility_no_update BEFORE UPDATE ON facility FOR EACH ROW EXECUTE FUNCTION facility_is_fixed();
--> statement-breakpoint
CREATE TRIGGER facility_no_delete BEFORE DELETE ON facility FOR EACH ROW EXECUTE FUNCTION facility_is_fixed();
--> statement-breakpoint
CREATE FUNCTION journal_is_of_its_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM facility WHERE NEW.simulated <> (mode = 'sandbox')) THEN
    RAISE EXCEPTION 'a live journal holds nothing simulated, and a sandbox nothing else';
  END IF;
  RETURN NEW;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER journal_of_its_kind BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION journal_is_of_its_kind();
--> statement-breakpoint
CREATE FUNCTION evidence_source_is_real() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1
    FROM journal
    JOIN evidence_items ON evidence_items.id = NEW.item_id AND evidence_items.learner_id = journal.actor
    JOIN facility ON journal.simulated = (facility.mode = 'sandbox')
    WHERE journal.seq = NEW.seq
  ) THEN
    RAISE EXCEPTION 'evidence rests on what the learner really did';
  END IF;
  RETURN NEW;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER evidence_sources_real BEFORE INSERT ON evidence_sources FOR EACH ROW EXECUTE FUNCTION evidence_source_is_real();
--> statement-breakpoint
CREATE FUNCTION evidence_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'evidence is struck through, never deleted';
END;
$$;
--> statement-breakpoint
CREATE TRIGGER evidence_items_no_delete BEFORE DELETE ON evidence_items FOR EACH ROW EXECUTE FUNCTION evidence_is_kept();
--> statement-breakpoint
CREATE TRIGGER evidence_claims_no_delete BEFORE DELETE ON evidence_claims FOR EACH ROW EXECUTE FUNCTION evidence_is_kept();
--> statement-breakpoint
CREATE TRIGGER evidence_testimonies_no_delete BEFORE DELETE ON evidence_testimonies FOR EACH ROW EXECUTE FUNCTION evidence_is_kept();
--> statement-breakpoint
CREATE TRIGGER evidence_declarations_no_delete BEFORE DELETE ON evidence_declarations FOR EACH ROW EXECUTE FUNCTION evidence_is_kept();
--> statement-breakpoint
CREATE TRIGGER evidence_judgements_no_delete BEFORE DELETE ON evidence_judgements FOR EACH ROW EXECUTE FUNCTION evidence_is_kept();
--> statement-breakpoint
CREATE TRIGGER evidence_sources_no_delete BEFORE DELETE ON evidence_sources FOR EACH ROW EXECUTE FUNCTION evidence_is_kept();
--> statement-breakpoint
CREATE FUNCTION evidence_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was signed or cited stays as it was';
END;
$$;
--> statement-breakpoint
CREATE TRIGGER evidence_declarations_no_update BEFORE UPDATE ON evidence_declarations FOR EACH ROW EXECUTE FUNCTION evidence_is_fixed();
--> statement-breakpoint
CREATE TRIGGER evidence_judgements_no_update BEFORE UPDATE ON evidence_judgements FOR EACH ROW EXECUTE FUNCTION evidence_is_fixed();
--> statement-breakpoint
CREATE TRIGGER evidence_sources_no_update BEFORE UPDATE ON evidence_sources FOR EACH ROW EXECUTE FUNCTION evidence_is_fixed();
