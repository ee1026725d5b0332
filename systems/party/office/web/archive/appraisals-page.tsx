/** 到期鉴定: appraisals of an organ, what is due for the next one, and the list of what was destroyed. */
import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { CaseListPage } from '../../../../../engines/flow/web/case/case-list-page.tsx';
import { RegisterList } from '../../../../../engines/registers/web/parts/register-list.tsx';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { Section } from '../../../../../ui/layout.tsx';
import '../office.css';

const day = 86_400_000;

export default function AppraisalsPage(): ReactNode {
  const [address, setAddress] = useSearchParams();
  const shown = address.get('list') ?? 'due';
  const yesterday = shanghaiDate(new Date(Date.now() - day));
  return (
    <CaseListPage
      title="到期鉴定"
      summary="保管期限届满的归档文件由鉴定小组逐件提意见，领导批准，监销后销毁；续存、划为永久的继续保管"
      type="office.archive-appraisal"
      open={{ title: '发起鉴定', allow: 'office:archive' }}
    >
      <Section flush className="office-tabs">
        <Tabs
          activeKey={shown}
          onChange={(list) => setAddress(list === 'due' ? {} : { list }, { replace: true })}
          items={[
            {
              key: 'due',
              label: '已到期的归档文件',
              children: shown === 'due' && (
                <RegisterList
                  register="office.archive-item"
                  where={{ expiresOn: `..${yesterday}`, status: 'kept' }}
                />
              ),
            },
            {
              key: 'destroyed',
              label: '销毁清册',
              children: shown === 'destroyed' && <RegisterList register="office.destruction-entry" />,
            },
          ]}
        />
      </Section>
    </CaseListPage>
  );
}
