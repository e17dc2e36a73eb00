-- The roles of the database cluster, which every database in it shares: made once, by whoever comes first.
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'samlop_web') THEN CREATE ROLE samlop_web LOGIN; END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'samlop_worker') THEN CREATE ROLE samlop_worker LOGIN; END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'samlop_system') THEN CREATE ROLE samlop_system NOLOGIN; END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'samlop_calendar') THEN
    CREATE ROLE samlop_calendar NOLOGIN;
    GRANT samlop_calendar TO CURRENT_USER;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'samlop_archivist') THEN
    CREATE ROLE samlop_archivist NOLOGIN;
    GRANT samlop_archivist TO CURRENT_USER;
  END IF;
  IF NOT pg_has_role('samlop_worker', 'samlop_web', 'MEMBER') THEN GRANT samlop_web TO samlop_worker; END IF;
  IF NOT pg_has_role('samlop_worker', 'samlop_system', 'MEMBER') THEN GRANT samlop_system TO samlop_worker; END IF;
END $$;
