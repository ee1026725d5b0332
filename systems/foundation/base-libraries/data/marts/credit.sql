-- 信用：存续企业近三年的行政处罚，与登记、纳税状态并列；只列事实，不评等级
with recent as (
  select credit_code,
    count(*) as penalties,
    sum(fine) as fines,
    max(decided_on) as last_decided_on
  from penalties, build
  where decided_on > day - interval 3 year
  group by credit_code
)
select
  f.credit_code,
  f.name,
  f.area,
  f.status,
  coalesce(f.tax_status, '未登记') as tax_status,
  coalesce(r.penalties, 0) as penalties,
  coalesce(r.fines, 0) as fines,
  r.last_decided_on
from firms as f
left join recent as r on r.credit_code = f.credit_code
where not f.ended
