-- 市场监管：各行业的主体数、存续率和实缴税款，不足十户的行业不出现
select
  f.trade,
  count(distinct f.credit_code) as firms,
  count(*) filter (where not f.ended) as alive,
  sum(t.tax_paid) as tax_paid
from firms as f
left join taxes as t on t.credit_code = f.credit_code
where f.trade is not null
group by f.trade
having count(distinct f.credit_code) >= 10
