export * from './mobileimsdk-client-sdk';
