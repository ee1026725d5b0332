/** How satisfied the citizen is: five stars with words, and what he wants to add. */
import { type ReactNode, useState } from 'react';
import { PhoneButton, PhoneCard, PhoneField, PhoneText } from '../../../../../ui/phone/phone.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { ratingWords } from './citizen-words.ts';

export function RatingForm(props: { readonly id: string }): ReactNode {
  const [rating, setRating] = useState(0);
  const [comment, setComment] = useState('');
  const { act, acting } = useAct(contract.routes.rateReport, {
    onDone: () => tell('success', '谢谢您的评价'),
  });
  return (
    <PhoneCard title="您对办理结果满意吗？">
      <div className="report-stars" role="radiogroup" aria-label="满意程度">
        {[1, 2, 3, 4, 5].map((star) => (
          <button
            key={star}
            type="button"
            role="radio"
            aria-checked={rating === star}
            aria-label={`${star} 星，${ratingWords[star]}`}
            data-lit={star <= rating}
            onClick={() => setRating(star)}
          >
            {star <= rating ? '★' : '☆'}
          </button>
        ))}
      </div>
      <p className="report-stars-words" role="status">
        {rating === 0 ? '点星星评价' : ratingWords[rating]}
      </p>
      {rating > 0 && (
        <>
          <PhoneField
            label={rating <= 2 ? '请告诉我们哪里没做好' : '想说的话（选填）'}
            hint={`最多 300 字，已写 ${comment.length} 字`}
          >
            <PhoneText value={comment} maxLength={300} onChange={setComment} />
          </PhoneField>
          <div className="report-after">
            <PhoneButton
              disabled={acting}
              onClick={() =>
                void act({
                  id: props.id,
                  rating,
                  ...(comment.trim() === '' ? {} : { comment: comment.trim() }),
                })
              }
            >
              {acting ? '正在提交…' : '提交评价'}
            </PhoneButton>
          </div>
        </>
      )}
    </PhoneCard>
  );
}
