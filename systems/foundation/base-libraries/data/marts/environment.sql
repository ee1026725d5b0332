-- 生态环境：排污许可与企业登记对照；许可仍有效而企业已注销的列出来
select
  p.permit_number,
  p.credit_code,
  f.name,
  f.area,
  p.pollutant,
  p.amount,
  p.valid_until,
  p.valid_until >= b.day as valid,
  p.valid_until >= b.day and coalesce(f.ended, false) as mismatched
from permits as p
cross join build as b
left join firms as f on f.credit_code = p.credit_code
