// Console renderer. The reviewer who is signed in.
import { createContext, useContext } from 'react';
import type { Reviewer } from '../../shared/contract/console-contract.ts';

export const ReviewerContext = createContext<Reviewer | null>(null);

export const useReviewerId = () => useContext(ReviewerContext)?.reviewerId ?? null;
