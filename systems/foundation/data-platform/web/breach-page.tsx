/** One breach: the conclusion, what the department put right, and the review. */
import { Button, Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import { RegisterDetail } from '../../../../engines/registers/web/parts/register-detail.tsx';
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
  const [words, setWords] = useState('');
  const close = () => {
    setForm(undefined);
    setWords('');
  };
  const rectify = useAct(contract.routes.rectify, { onDone: close });
  const review = useAct(contract.routes.review, { onDone: close });
  const send = () =>
    form === 'rectify'
      ? rectify.act({ id, rectification: words.trim() })
      : review.act({ id, accepted: form === 'accept', opinion: words.trim() });
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
        <Modal
          open
          title={titles[form]}
          okText={titles[form]}
          cancelText="取消"
          okButtonProps={{
            danger: form === 'return',
            disabled: words.trim().length < 2,
            loading: rectify.acting || review.acting,
          }}
          onCancel={close}
          onOk={() => void send()}
        >
          <Input.TextArea
            aria-label={form === 'rectify' ? '整改情况' : '复核意见'}
            placeholder={form === 'rectify' ? '写明已采取的措施和完成时间' : '写明复核意见'}
            rows={4}
            maxLength={form === 'rectify' ? 2000 : 1000}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </Modal>
      )}
    </>
  );
}
