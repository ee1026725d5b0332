/** 签字同意 for sensitive fields (个人信息保护法 第29条): who signs, what he agrees to, his strokes. */
import type { ReactNode } from 'react';
import { PhoneField, PhoneInput } from '../../../../../ui/phone/phone.tsx';
import { SignaturePad, type Stroke } from './signature-pad.tsx';

export interface Signed {
  readonly signer: string;
  readonly strokes: readonly Stroke[];
}

const leastPoints = 8;

export function isSigned({ signer, strokes }: Signed): boolean {
  return signer.trim() !== '' && strokes.reduce((sum, stroke) => sum + stroke.length, 0) >= leastPoints;
}

export function ConsentField(props: {
  readonly value: Signed;
  readonly onChange: (value: Signed) => void;
}): ReactNode {
  const { value, onChange } = props;
  return (
    <div className="village-consent">
      <p className="phone-hint">
        身份号码属于敏感个人信息：只按字段目录列明的部门和用途使用，可以不同意，不影响其他事项。
      </p>
      <PhoneField label="签字人（户主或本人）" required>
        <PhoneInput
          value={value.signer}
          maxLength={50}
          onChange={(signer) => onChange({ ...value, signer })}
        />
      </PhoneField>
      <SignaturePad strokes={value.strokes} onChange={(strokes) => onChange({ ...value, strokes })} />
    </div>
  );
}
