/** 转到手机: the number, the paper held before the camera (or himself seen at a window), and what is to become of the paper. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { PhoneButton, PhoneCard, PhoneField, PhoneInput } from '../../../../../ui/phone/phone.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { Camera } from '../scan/camera.tsx';
import '../code.css';

export function TakeOverForm(props: { readonly onTaken: () => void }): ReactNode {
  const [idCard, setIdCard] = useState('');
  const [paper, setPaper] = useState('');
  const [keepPaper, setKeepPaper] = useState(true);
  const [why, setWhy] = useState<string | undefined>(undefined);
  const { act, acting } = useAct(contract.routes.takeOver, {
    onDone: ({ revoked }) => {
      tell('success', revoked > 0 ? `已转到手机，${revoked} 个旧码作废` : '已转到手机，纸质码照用');
      props.onTaken();
    },
    onRefused: (error) => setWhy(error.problems[0]?.message ?? error.message),
  });
  function send(event: FormEvent): void {
    event.preventDefault();
    setWhy(undefined);
    void act({ idCard: idCard.trim().toUpperCase(), keepPaper, ...(paper === '' ? {} : { paper }) });
  }
  return (
    <form onSubmit={send} noValidate>
      <PhoneCard title="在窗口办过，转到手机">
        <PhoneField label="身份证号" required error={why} hint="须与“我的身份”里实名核验的一致">
          <PhoneInput value={idCard} maxLength={18} onChange={setIdCard} />
        </PhoneField>
        <p className="phone-hint">
          扫一下手里的纸质码。纸不在了，请带身份证到政务服务窗口核验身份，再回来办。
        </p>
        <Camera onCode={setPaper} />
        {paper !== '' && <p role="status">已读到纸质码</p>}
        <fieldset className="code-paper">
          <legend>纸质码以后</legend>
          <label>
            <input type="radio" name="paper" checked={keepPaper} onChange={() => setKeepPaper(true)} />
            照用
          </label>
          <label>
            <input type="radio" name="paper" checked={!keepPaper} onChange={() => setKeepPaper(false)} />
            作废
          </label>
        </fieldset>
        <PhoneButton submit disabled={acting}>
          转到这部手机
        </PhoneButton>
      </PhoneCard>
    </form>
  );
}
