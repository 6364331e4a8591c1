export * from '../../../sdk/hongyan/index';
