// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What a patient signs and somebody else sends
/// @notice A patient needs no ether: anyone may send what the holder of a chart signed as EIP-712 typed data. Consents, stops,
/// registration and recovery have typed data of their own, which read like a form; everything else that a patient may do is
/// a `ChartRequest`, which names the call. A signed act and a direct call leave the same state and the same events, in which
/// the actor is whoever signed, never whoever sent.
///
/// Every signature binds the chain, the contract, the chart, its signature epoch and a deadline. The epoch is not sent along:
/// the contract takes today's, so that a signature made under an earlier one is nobody's. A recovery binds the authoriser's
/// nonce instead, see `IRecovery`.
interface ISignedRequests {
    /// @param chart The chart in whose name to act.
    /// @param call Selector and arguments, of a function in the list that the contract keeps.
    /// @param nonce The chart's next one, see `nonces(address)`, where a chart stands in as an address.
    /// @param deadline Last second at which it may be sent, Unix time.
    struct Request {
        bytes20 chart;
        bytes call;
        uint256 nonce;
        uint64 deadline;
    }

    error SignatureExpired(uint64 deadline);
    /// @dev Not of `signer`, or over something else: another chain, contract, chart, epoch, nonce or content.
    error SignatureInvalid(address signer);
    error RequestNotAllowed(bytes4 selector);

    /// @notice Does what the holder of a chart signed. Anyone may send it.
    function executeRequest(Request calldata request, bytes calldata signature) external;
}
