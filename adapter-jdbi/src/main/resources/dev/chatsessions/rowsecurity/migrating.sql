-- Lets the tables' owner, and nobody else, see all rows.
do $$
declare
    name text;
begin
    for name in
        select c.relname from pg_class c
        where c.relnamespace = to_regnamespace('${schema}') and c.relkind in ('r', 'p') and c.relforcerowsecurity
    loop
        execute 'alter table ${schema}.' || quote_ident(name) || ' no force row level security';
    end loop;
end $$;
