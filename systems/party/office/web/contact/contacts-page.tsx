/** 通讯录: the organs at the left, their people at the right; on a phone the organ is chosen above the list. */
import { Button, Input, Pagination } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { registerPath } from '../../../../../engines/registers/web/parts/register-path.ts';
import { DepartmentPicker } from '../../../../../ui/department-picker.tsx';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../../ui/layout.tsx';
import { useMay } from '../../../../../ui/session.ts';
import { useDepartments } from '../../../../../ui/sources.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { ContactCard } from './contact-card.tsx';
import { OrganTree } from './organ-tree.tsx';
import '../office.css';

export default function ContactsPage(): ReactNode {
  const [address, setAddress] = useSearchParams();
  const unit = address.get('unit') ?? undefined;
  const search = address.get('q') ?? '';
  const page = Number(address.get('page') ?? 1) || 1;
  const mayKeep = useMay('office:keep-contacts');
  function go(change: { unit?: string | undefined; q?: string; page?: number }): void {
    const next = { unit, q: search, page: 1, ...change };
    setAddress(
      {
        ...(next.unit ? { unit: next.unit } : {}),
        ...(next.q ? { q: next.q } : {}),
        ...(next.page > 1 ? { page: String(next.page) } : {}),
      },
      { replace: true },
    );
  }
  return (
    <PageFrame
      title="通讯录"
      summary="手机号码默认遮盖；有权限的写明用途后可查看，查看会留下记录"
      extra={
        mayKeep && (
          <Link to={registerPath.list('office.contact')}>
            <Button tabIndex={-1}>维护</Button>
          </Link>
        )
      }
    >
      <div className="office-contacts">
        <Section className="office-contacts-organs">
          <OrganTree unit={unit} onChoose={(chosen) => go({ unit: chosen })} />
        </Section>
        <Section>
          <div className="office-contacts-query">
            <div className="office-contacts-picker">
              <DepartmentPicker
                value={unit ?? null}
                label="单位"
                placeholder="全市各单位"
                onChange={(chosen) => go({ unit: chosen ?? undefined })}
              />
            </div>
            <Search key={search} value={search} onSearch={(q) => go({ q })} />
          </div>
          <People unit={unit} search={search} page={page} onPage={(at) => go({ page: at })} />
        </Section>
      </div>
    </PageFrame>
  );
}

function Search(props: { readonly value: string; readonly onSearch: (text: string) => void }): ReactNode {
  const [text, setText] = useState(props.value);
  return (
    <Input.Search
      allowClear
      aria-label="查找人员"
      placeholder="姓名、职务、岗位，支持拼音首字母"
      maxLength={40}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onSearch={(value) => props.onSearch(value.trim())}
    />
  );
}

function People(props: {
  readonly unit: string | undefined;
  readonly search: string;
  readonly page: number;
  readonly onPage: (page: number) => void;
}): ReactNode {
  const { unit, search, page } = props;
  const departments = useDepartments();
  const input = { ...(unit === undefined ? {} : { unit }), ...(search === '' ? {} : { search }), page };
  const asked = useCall(contract.routes.contacts, input, { keep: true });
  const name = departments.find(({ id }) => id === unit)?.name ?? '全市';
  return (
    <Shown of={asked}>
      {({ rows, total, more, size }) => (
        <>
          <p className="city-muted" aria-live="polite">
            {name} · {more ? '10,000+' : total} 人
          </p>
          {rows.length === 0 ? (
            <Empty text={search === '' ? '该单位还没有登记人员' : '没有找到符合条件的人员'} />
          ) : (
            <ul className="office-contact-list">
              {rows.map((person) => (
                <ContactCard key={person.id} person={person} />
              ))}
            </ul>
          )}
          {total > size && (
            <Pagination
              size="small"
              current={page}
              pageSize={size}
              total={total}
              showSizeChanger={false}
              onChange={props.onPage}
            />
          )}
        </>
      )}
    </Shown>
  );
}
