// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Report ids as `IReports` draws them: chart (20 bytes) ‖ 12 bytes of a hash.
library ReportIds {
    function derive(bytes20 chart, bytes20 author, bytes32 commitment) internal view returns (bytes32) {
        bytes32 hash = keccak256(abi.encode(block.chainid, address(this), author, commitment));
        return bytes32(chart) | (hash >> 160);
    }

    function chartOf(bytes32 report) internal pure returns (bytes20) {
        return bytes20(report);
    }
}
