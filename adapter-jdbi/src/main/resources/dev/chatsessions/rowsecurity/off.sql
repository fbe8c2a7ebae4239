do $$
declare
    name text;
begin
    for name in
        select c.relname from pg_class c
        where c.relnamespace = to_regnamespace('${schema}') and c.relkind in ('r', 'p') and c.relrowsecurity
    loop
        execute 'drop policy if exists acts_for on ${schema}.' || quote_ident(name);
        execute 'alter table ${schema}.' || quote_ident(name)
            || ' disable row level security, no force row level security';
    end loop;
end $$;

drop function if exists ${schema}.acts_for_user();
drop function if exists ${schema}.acts_for();
