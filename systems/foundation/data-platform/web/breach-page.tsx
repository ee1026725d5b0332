/** One breach: the conclusion, what the department put right, and the review. */
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import { RegisterDetail } from '../../../../engines/registers/web/parts/register-detail.tsx';
import { WordsModal } from '../../../../ui/form/words-modal.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';

type Form = 'rectify' | 'accept' | 'return';

const titles: Readonly<Record<Form, string>> = {
  rectify: '报告整改情况',
  accept: '确认整改',
  return: '退回重新整改',
};

export default function BreachPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.breach, { id });
  const [form, setForm] = useState<Form>();
  const close = () => setForm(undefined);
  const rectify = useAct(contract.routes.rectify, { onDone: close });
  const review = useAct(contract.routes.review, { onDone: close });
  const send = (words: string) =>
    form === 'rectify'
      ? rectify.act({ id, rectification: words })
      : review.act({ id, accepted: form === 'accept', opinion: words });
  return (
    <>
      <RegisterDetail
        register="data-platform.breach"
        id={id}
        extra={
          <>
            {asked.data?.rectify && (
              <Button type="primary" onClick={() => setForm('rectify')}>
                {titles.rectify}
              </Button>
            )}
            {asked.data?.review && (
              <>
                <Button type="primary" onClick={() => setForm('accept')}>
                  {titles.accept}
                </Button>
                <Button danger onClick={() => setForm('return')}>
                  {titles.return}
                </Button>
              </>
            )}
          </>
        }
      />
      {form && (
        <WordsModal
          open
          title={titles[form]}
          okText={titles[form]}
          danger={form === 'return'}
          acting={rectify.acting || review.acting}
          label={form === 'rectify' ? '整改情况' : '复核意见'}
          placeholder={form === 'rectify' ? '写明已采取的措施和完成时间' : '写明复核意见'}
          most={form === 'rectify' ? 2000 : 1000}
          onSend={(words) => void send(words)}
          onClose={close}
        />
      )}
    </>
  );
}
