using Ledger.Host;

return await HostCommand.Build().Parse(args).InvokeAsync();
