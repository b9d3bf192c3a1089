-- The database role of the public face (SITE_FACE=public): it reads what is open to society, inserts what the public writes
-- in, and may nothing else. Run it by the owner of the tables, after every `manage.py migrate`, as often as you like:
--
--     psql -v ON_ERROR_STOP=1 -d lianfang -f docs/sql/public_role.sql
--
-- The role can log in but has no password yet, so that nobody can. Give it one by `\password lianfang_public` in psql and
-- put postgres://lianfang_public:PASSWORD@HOST:5432/lianfang into the DATABASE_URL of the public process alone.
--
-- Run by a superuser (`-U postgres`, or the owner where he is one), it also keeps what readers write out of the server's log
-- and takes large objects from the role; run by another owner it says in a NOTICE what it left out.
--
-- The views (disclosure/migrations/0013, 0017) and foreign keys run by the rights of the tables' owner: the role needs none on what
-- lies behind them. Keys of what it inserts are made in Python, so that it need not read what it wrote.
-- `manage.py check_setup` and tests/disclosure/test_public_role.py hold the rights of the role against this list.

BEGIN;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lianfang_public') THEN
        CREATE ROLE lianfang_public LOGIN;
    END IF;
END
$$;
ALTER ROLE lianfang_public LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT CONNECTION LIMIT 40;
ALTER ROLE lianfang_public SET statement_timeout = '5s';
ALTER ROLE lianfang_public SET lock_timeout = '2s';
ALTER ROLE lianfang_public SET idle_in_transaction_session_timeout = '10s';

-- What is written in stays out of the server's log: neither a statement that failed nor a slow one, nor the row it was about.
-- Only a superuser may say so (in the compose project the owner is one); else set the same in postgresql.conf.
DO $$
BEGIN
    ALTER ROLE lianfang_public SET log_min_error_statement = 'panic';
    ALTER ROLE lianfang_public SET log_error_verbosity = 'terse';
    ALTER ROLE lianfang_public SET log_statement = 'none';
    ALTER ROLE lianfang_public SET log_min_duration_statement = -1;
    ALTER ROLE lianfang_public SET log_min_duration_sample = -1;
    ALTER ROLE lianfang_public SET log_transaction_sample_rate = 0;
    ALTER ROLE lianfang_public SET log_parameter_max_length_on_error = 0;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'not a superuser: the server may log what readers write in; see the first lines of public_role.sql';
END
$$;

-- No disk of its own: neither temporary tables nor large objects. The second takes a superuser too.
DO $$
BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC, lianfang_public', current_database());
    REVOKE EXECUTE ON FUNCTION pg_catalog.lo_creat(integer), pg_catalog.lo_create(oid), pg_catalog.lo_from_bytea(oid, bytea)
        FROM PUBLIC, lianfang_public;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'not a superuser: the role may make large objects; see the first lines of public_role.sql';
END
$$;

-- What an earlier list granted is taken back first.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM lianfang_public;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM lianfang_public;
REVOKE ALL ON ALL ROUTINES IN SCHEMA public FROM lianfang_public;
REVOKE ALL ON SCHEMA public FROM lianfang_public;
GRANT USAGE ON SCHEMA public TO lianfang_public;

-- Read: what stands open to society.
GRANT SELECT ON
    disclosure_open,
    disclosure_open_link,
    disclosure_open_file,
    disclosure_open_item,
    disclosure_open_batch,
    disclosure_opensettings,
    organization_hospital,
    organization_calendarday
TO lianfang_public;

-- Insert: what the public writes in; neither read back nor changed.
GRANT INSERT ON
    disclosure_suggestion,
    disclosure_suggestionfile,
    disclosure_rating
TO lianfang_public;

-- Ask for one answer by the hash of its receipt code (disclosure/migrations/0015).
DO $$
BEGIN
    IF to_regprocedure('disclosure_receipt(text)') IS NOT NULL THEN
        REVOKE EXECUTE ON FUNCTION disclosure_receipt(text) FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION disclosure_receipt(text) TO lianfang_public;
    END IF;
END
$$;

COMMIT;
